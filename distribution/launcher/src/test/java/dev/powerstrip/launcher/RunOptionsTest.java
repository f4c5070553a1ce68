package dev.powerstrip.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunOptionsTest {

    @Test
    void leavesHostAndPortToTheConfigurationUnlessTheyAreGiven() throws Exception {
        assertThat(options(Map.of()).overrides()).isEmpty();
    }

    @Test
    void takesAnOptionBeforeAVariable() throws Exception {
        var environment = Map.of("POWERSTRIP_PORT", "1", "POWERSTRIP_HOST", "0.0.0.0", "POWERSTRIP_HOME", "/one");

        var options = options(environment, "--port", "2", "--home", "/two");

        assertThat(options.overrides()).isEqualTo(Map.of("powerstrip.port", "2", "powerstrip.host", "0.0.0.0"));
        assertThat(options.home()).hasToString("/two");
    }

    @Test
    void refusesWhatIsNoPort() {
        for (var text : List.of("http", "-1", "65536", "123456789012")) {
            assertThatThrownBy(() -> options(Map.of(), "--port", text)).isInstanceOf(RefusedException.class)
                .hasMessageContaining(text);
            assertThatThrownBy(() -> options(Map.of("POWERSTRIP_PORT", text))).hasMessageContaining(text);
        }
    }

    @Test
    void refusesAWordThatIsNoOption() {
        assertThatThrownBy(() -> options(Map.of(), "8080")).hasMessageContaining("8080");
    }

    @Test
    void saysItselfAgainAsArguments() throws Exception {
        var options = options(Map.of("POWERSTRIP_PORT", "0"), "--dev", "--home", "/home", "--host", "::1");

        assertThat(options(Map.of(), options.arguments().toArray(String[]::new))).isEqualTo(options);
    }

    private static RunOptions options(Map<String, String> environment, String... words) throws RefusedException {
        return RunOptions.of(Arguments.parse(List.of(words), RunOptions.ALL), environment);
    }
}
