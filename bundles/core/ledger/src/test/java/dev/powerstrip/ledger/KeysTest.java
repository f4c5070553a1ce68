package dev.powerstrip.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.powerstrip.line.Ledger.Key;
import dev.powerstrip.line.KeyPins;
import dev.powerstrip.line.Ledger.KeySpec;
import dev.powerstrip.line.Pin;
import dev.powerstrip.line.testing.SettableClock;
import dev.powerstrip.sdk.auth.Principal.Role;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysTest {

    private static final KeySpec PLAIN = new KeySpec("ci", false, Optional.empty(), Optional.empty());

    @TempDir
    Path data;
    private final SettableClock clock = new SettableClock("2026-11-22T10:00:00Z");

    private Keys open() throws IOException {
        return open(Map.of());
    }

    private Keys open(Map<String, String> environment) throws IOException {
        return new Keys(data, environment, clock);
    }

    @Test
    void makesTwoKeysAtTheFirstStartInFilesThatOnlyTheirOwnerReads() throws Exception {
        var keys = open();

        var management = keys.find(hashIn("management-key")).orElseThrow();
        var local = keys.find(hashIn("local-key")).orElseThrow();

        assertThat(management.role()).isEqualTo(Role.MANAGEMENT);
        assertThat(local.role()).isEqualTo(Role.INFERENCE);
        assertThat(Files.readString(data.resolve("local-key"))).matches("sk-ps-[0-9a-f]{64}\n");
        for (var name : new String[] {"management-key", "local-key", "keys.json"}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(name)))).as(name)
                .isEqualTo("rw-------");
        }
        assertThat(Files.readString(data.resolve("keys.json"))).doesNotContain(textIn("local-key"))
            .doesNotContain(textIn("management-key"));
    }

    @Test
    void knowsTheSameKeysAfterARestart() throws Exception {
        var before = open();
        var made = before.create(PLAIN);
        var text = textIn("local-key");

        var after = open();

        assertThat(textIn("local-key")).isEqualTo(text);
        assertThat(after.all()).containsExactlyElementsOf(before.all());
        assertThat(after.find(made.key().hash())).isPresent();
    }

    @Test
    void takesTheKeysOfTheEnvironmentInPlaceOfItsOwn() throws Exception {
        open();
        var former = hashIn("local-key");

        var keys = open(Map.of("POWERSTRIP_LOCAL_KEY", "sk-mine"));

        assertThat(textIn("local-key")).isEqualTo("sk-mine");
        assertThat(keys.find(new KeyText("sk-mine").hash())).isPresent();
        assertThat(keys.find(former)).isEmpty();
        assertThat(keys.all()).hasSize(2).extracting(Key::label).contains("...");
    }

    @Test
    void refusesKeysOfTheEnvironmentThatCannotWork() {
        assertThatThrownBy(() -> open(Map.of("POWERSTRIP_LOCAL_KEY", "two words")))
            .hasMessageContaining("POWERSTRIP_LOCAL_KEY").hasMessageNotContaining("two words");
        assertThatThrownBy(() -> open(Map.of("POWERSTRIP_LOCAL_KEY", "same", "POWERSTRIP_MANAGEMENT_KEY", "same")))
            .hasMessageContaining("cannot both");
    }

    @Test
    void makesANewKeyWhenItsFileIsRemoved() throws Exception {
        open();
        var former = hashIn("management-key");
        Files.delete(data.resolve("management-key"));

        var keys = open();

        assertThat(keys.find(former)).isEmpty();
        assertThat(keys.find(hashIn("management-key"))).isPresent();
    }

    @Test
    void leavesAKeyOfTheFirstStartDeletedWhenItWasDeleted() throws Exception {
        var keys = open();
        assertThat(keys.delete(hashIn("local-key"))).isTrue();

        assertThat(open().find(hashIn("local-key"))).isEmpty();
    }

    @Test
    void showsAKeyOnceAndMasksItElsewhere() throws Exception {
        var made = open().create(PLAIN);

        assertThat(made.text()).startsWith("sk-ps-").hasSize(70);
        assertThat(made.key().hash()).isEqualTo(new KeyText(made.text()).hash());
        assertThat(made.key().label())
            .isEqualTo(made.text().substring(0, 9) + "..." + made.text().substring(made.text().length() - 4));
        assertThat(made.toString()).doesNotContain(made.text());
    }

    @Test
    void refusesADisabledKeyAndSaysWhatToDo() throws Exception {
        var keys = open();
        var hash = keys.create(PLAIN).key().hash();

        assertThat(keys.change(hash, Optional.of("renamed"), Optional.of(true)).orElseThrow().name())
            .isEqualTo("renamed");
        assertThatThrownBy(() -> keys.find(hash)).isInstanceOfSatisfying(GatewayException.class,
            refused -> assertThat(refused.type()).isEqualTo(ErrorType.AUTHENTICATION)).hasMessageContaining("disabled")
            .hasMessageContaining("PATCH");

        keys.change(hash, Optional.empty(), Optional.of(false));
        assertThat(keys.find(hash)).isPresent();
        assertThat(keys.key(hash).orElseThrow().name()).isEqualTo("renamed");
    }

    @Test
    void refusesAKeyFromTheMomentItExpires() throws Exception {
        var keys = open();
        var expires = clock.instant().plus(Duration.ofHours(1));
        var hash = keys.create(new KeySpec("brief", false, Optional.empty(), Optional.of(expires))).key().hash();
        assertThat(keys.find(hash)).isPresent();

        clock.advance(Duration.ofHours(1));

        assertThatThrownBy(() -> keys.find(hash)).hasMessageContaining("expired");
    }

    @Test
    void keepsWhatAKeyIsPinnedTo() throws Exception {
        var keys = open();
        var hash = keys.create(PLAIN).key().hash();
        var pins = new KeyPins(true, List.of(Pin.parse("provider.openai@1.4.2")));

        keys.pin(hash, pins);

        assertThat(keys.pins()).containsExactlyElementsOf(pins.pins());
        assertThat(open().key(hash)).hasValueSatisfying(key -> assertThat(key.pins()).isEqualTo(pins));
        keys.delete(hash);
        assertThat(keys.pins()).isEmpty();
    }

    @Test
    void changesNothingWhenTheDiskDoesNotTakeIt() throws Exception {
        var keys = open();
        Files.createDirectories(data.resolve("keys.json.tmp/in-the-way"));

        assertThatThrownBy(() -> keys.create(PLAIN)).isInstanceOfSatisfying(GatewayException.class,
            refused -> assertThat(refused.type()).isEqualTo(ErrorType.UNAVAILABLE));

        assertThat(keys.all()).hasSize(2);
    }

    @Test
    void doesNotStartOverWhenItsFileIsSpoilt() throws Exception {
        open();
        Files.writeString(data.resolve("keys.json"), "{\"keys\":[");

        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("keys.json is spoilt");
    }

    @Test
    void knowsNothingOfWhatItDoesNotHave() throws Exception {
        var keys = open();

        assertThat(keys.find("0".repeat(64))).isEmpty();
        assertThat(keys.change("0".repeat(64), Optional.of("x"), Optional.empty())).isEmpty();
        assertThat(keys.delete("0".repeat(64))).isFalse();
    }

    private String textIn(String file) throws IOException {
        return Files.readString(data.resolve(file)).strip();
    }

    private String hashIn(String file) throws IOException {
        return new KeyText(textIn(file)).hash();
    }
}
