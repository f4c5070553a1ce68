package dev.powerstrip.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Makes the two keys that stand in files of their own: one that manages, one that calls models. */
final class FirstKeys {

    private final Path data;
    private final Map<String, String> environment;

    FirstKeys(Path data, Map<String, String> environment) {
        this.data = data;
        this.environment = environment;
    }

    void ensure(Keys keys) throws IOException {
        ensure(keys, "management-key", "POWERSTRIP_MANAGEMENT_KEY", "Management key of the first start", true);
        ensure(keys, "local-key", "POWERSTRIP_LOCAL_KEY", "Local key of the first start", false);
    }

    /** The file is written first: a key that is known must stand where people are told to look for it. */
    private void ensure(Keys keys, String fileName, String variable, String keyName, boolean management)
        throws IOException {
        var file = data.resolve(fileName);
        var held = held(file);
        var given = Optional.ofNullable(environment.get(variable)).filter(text -> !text.isBlank());
        given.ifPresent(text -> check(variable, text));
        var text = given.or(() -> held).map(KeyText::new).orElseGet(KeyText::random);
        if (!held.equals(Optional.of(text.text()))) {
            PrivateFile.write(file, text.text() + "\n");
        }
        keys.hold(fileName, keyName, management, text);
    }

    private static Optional<String> held(Path file) throws IOException {
        return Files.exists(file) ? Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty())
            : Optional.empty();
    }

    private static void check(String variable, String text) {
        if (!text.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException(
                "%s holds characters that no HTTP header can carry: use letters, digits and hyphens"
                    .formatted(variable));
        }
    }
}
