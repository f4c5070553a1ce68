package dev.powerstrip.secret.file;

import static org.osgi.service.component.annotations.ConfigurationPolicy.REQUIRE;

import dev.powerstrip.sdk.plugin.Given;
import dev.powerstrip.sdk.plugin.PluginName;
import dev.powerstrip.sdk.secret.Secret;
import dev.powerstrip.sdk.secret.SecretSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Secrets from files, one each: {@code $[secret:NAME]} is the text of the file NAME in one folder. */
@Component(configurationPolicy = REQUIRE)
@Designate(ocd = FileSecrets.Config.class)
@PluginName("secret.file")
public final class FileSecrets implements SecretSource {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*");
    private static final Set<PosixFilePermission> OTHERS = Set.of(PosixFilePermission.GROUP_READ,
        PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

    private final Path folder;
    private final boolean checkMode;

    @Activate
    public FileSecrets(Config config, Given given) {
        this(Path.of(given.powerstrip_home()).resolve(config.folder()), config.checkMode());
    }

    FileSecrets(Path folder, boolean checkMode) {
        this.folder = folder;
        this.checkMode = checkMode;
    }

    @Override
    public Optional<Secret> read(String key) throws IOException {
        if (!NAME.matcher(key).matches()) {
            throw new IOException("\"%s\" is no name of a secret: letters, digits and . _ - make one".formatted(key));
        }
        var file = folder.resolve(key);
        try {
            var text = Files.readString(file).strip();
            checkMode(file);
            return text.isEmpty() ? Optional.empty() : Optional.of(Secret.of(text));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    private void checkMode(Path file) throws IOException {
        var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (checkMode && view != null && view.readAttributes().permissions().stream().anyMatch(OTHERS::contains)) {
            throw new IOException("%s is open to others than its owner: chmod 600 it".formatted(file));
        }
    }

    /** {@code etc/secret.file.cfg.json}. */
    @ObjectClassDefinition(name = "Secrets from files")
    public @interface Config {

        @AttributeDefinition(description = "The folder of the files, in the gateway's home or anywhere")
        String folder() default "secrets";

        @AttributeDefinition(
            description = "Whether a file that others may read is refused; false where a container mounts it")
        boolean checkMode() default true;
    }
}
