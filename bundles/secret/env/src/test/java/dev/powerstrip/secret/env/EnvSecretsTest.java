package dev.powerstrip.secret.env;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvSecretsTest {

    private final EnvSecrets secrets = new EnvSecrets(Map.of("OPENAI_API_KEY", "sk-1", "EMPTY", " "));

    @Test
    void readsAVariable() {
        assertThat(secrets.read("OPENAI_API_KEY").orElseThrow().<String>use(value -> value)).isEqualTo("sk-1");
    }

    @Test
    void knowsNothingOfAVariableThatIsNotSetOrEmpty() {
        assertThat(secrets.read("ANTHROPIC_API_KEY")).isEmpty();
        assertThat(secrets.read("EMPTY")).isEmpty();
    }

    @Test
    void readsTheEnvironmentOfTheProcess() {
        assertThat(new EnvSecrets().read("PATH")).isPresent();
    }
}
