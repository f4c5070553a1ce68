package dev.powerstrip.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ArgumentsTest {

    private static final Option PORT = new Option("--port", "N", "the port");
    private static final Option DEV = new Option("--dev", "", "for authors");
    private static final List<Option> KNOWN = List.of(PORT, DEV);

    @Test
    void readsAValueAfterASpaceOrAnEqualsSign() throws Exception {
        assertThat(parse("--port", "1").value(PORT)).contains("1");
        assertThat(parse("--port=2").value(PORT)).contains("2");
        assertThat(parse().value(PORT)).isEmpty();
    }

    @Test
    void tellsOptionsFromWordsWhereverTheyStand() throws Exception {
        var arguments = parse("one", "--dev", "two", "--port", "3");

        assertThat(arguments.words()).containsExactly("one", "two");
        assertThat(arguments.has(DEV)).isTrue();
    }

    @Test
    void takesEverythingAfterTwoDashesAsWords() throws Exception {
        assertThat(parse("--", "--dev").words()).containsExactly("--dev");
    }

    @Test
    void refusesAnUnknownOptionByName() {
        assertThatThrownBy(() -> parse("--prot", "1")).isInstanceOf(RefusedException.class)
            .hasMessageContaining("--prot");
    }

    @Test
    void refusesAMissingValueAndOneTooMany() {
        assertThatThrownBy(() -> parse("--port")).hasMessage("--port needs a value: --port N");
        assertThatThrownBy(() -> parse("--dev=1")).hasMessage("--dev takes no value");
    }

    private static Arguments parse(String... words) throws RefusedException {
        return Arguments.parse(List.of(words), KNOWN);
    }
}
