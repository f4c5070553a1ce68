package dev.powerstrip.sdk.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.powerstrip.sdk.secret.Secret;
import dev.powerstrip.sdk.secret.SecretSource;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every secret source promises. */
@Timeout(60)
public abstract class SecretSourceContract {

    /** The source under test; it has the value {@link #value()} under {@link #key()}. */
    protected abstract SecretSource source() throws IOException;

    /** A key that the source has. */
    protected abstract String key();

    /** What the source has under that key: something that stands nowhere else. */
    protected abstract String value();

    @Test
    final void readsTheValueOfAKey() throws IOException {
        assertThat(source().read(key())).hasValueSatisfying(
            secret -> assertThat(secret.<Boolean>use(text -> text.equals(value()))).isTrue());
    }

    @Test
    final void hasNothingUnderAKeyThatIsNotThere() throws IOException {
        assertThat(source().read("CONTRACT_NO_SUCH_KEY")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".", "..", "../passwd", "/etc/passwd", "a/b", "a\\b", "a\u0000b", "$[env:PATH]"})
    final void hasNothingUnderAKeyThatIsNoName(String key) throws IOException {
        Optional<Secret> read;
        try {
            read = source().read(key);
        } catch (IOException refused) {
            read = Optional.empty();
        }

        assertThat(read).isEmpty();
    }

    @Test
    final void printsNoValue() throws IOException {
        var source = source();

        assertThat(source.toString() + source.read(key())).doesNotContain(value());
    }
}
