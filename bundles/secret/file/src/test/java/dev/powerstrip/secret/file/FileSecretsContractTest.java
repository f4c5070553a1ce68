package dev.powerstrip.secret.file;

import dev.powerstrip.sdk.secret.SecretSource;
import dev.powerstrip.sdk.testing.SecretSourceContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.io.TempDir;

class FileSecretsContractTest extends SecretSourceContract {

    @TempDir
    private Path folder;

    @Override
    protected SecretSource source() throws IOException {
        var file = Files.writeString(folder.resolve(key()), value());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return new FileSecrets(folder, true);
    }

    @Override
    protected String key() {
        return "vendor";
    }

    @Override
    protected String value() {
        return "sk-of-the-contract";
    }
}
