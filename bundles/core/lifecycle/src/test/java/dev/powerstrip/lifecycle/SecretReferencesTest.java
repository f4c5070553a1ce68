package dev.powerstrip.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.powerstrip.line.ProviderSettings.CredentialReference;
import dev.powerstrip.line.testing.FakePlugins;
import dev.powerstrip.line.testing.SettableClock;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.secret.Secret;
import dev.powerstrip.sdk.secret.SecretSource;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SecretReferencesTest {

    private final Map<String, String> values = new HashMap<>(Map.of("env:KEY", "sk-1", "file:key", "sk-2"));
    private final SettableClock clock = new SettableClock();
    private final FakePlugins plugins = new FakePlugins();
    private final SecretReferences secrets = new SecretReferences(plugins, clock);

    @BeforeEach
    void start() {
        for (var name : List.of("env", "file")) {
            plugins.put(SecretSource.class, name,
                key -> Optional.ofNullable(values.get(name + ":" + key)).map(Secret::of));
        }
    }

    @AfterEach
    void everyLeaseWasGivenBack() {
        assertThat(plugins.held()).isZero();
    }

    @Test
    void aPlainTextIsTheValueItself() throws IOException {
        assertThat(resolve("sk-0")).isEqualTo("sk-0");
    }

    @Test
    void aReferenceIsAskedOfItsPlugin() throws IOException {
        assertThat(resolve("$[env:KEY]")).isEqualTo("sk-1");
        assertThat(resolve("$[file:key]")).isEqualTo("sk-2");
        assertThat(resolve("$[secret:key]")).isEqualTo("sk-2");
    }

    @Test
    void severalReferencesMakeOneValue() throws IOException {
        assertThat(resolve("$[env:KEY]:$[file:key]/x")).isEqualTo("sk-1:sk-2/x");
        assertThatThrownBy(() -> resolve("$[env:KEY]:$[nonsense")).hasMessageContaining("is no reference")
            .hasMessageNotContaining("sk-1");
    }

    @Test
    void aValueIsRememberedForAWhile() throws IOException {
        resolve("$[env:KEY]");
        values.put("env:KEY", "sk-new");

        assertThat(resolve("$[env:KEY]")).isEqualTo("sk-1");
        clock.advance(Duration.ofMinutes(1));
        assertThat(resolve("$[env:KEY]")).isEqualTo("sk-new");
    }

    @Test
    void aValueThatAnUpstreamRefusedIsReadAgain() throws IOException {
        resolve("$[env:KEY]");
        values.put("env:KEY", "sk-new");

        secrets.refused(new CredentialReference("$[env:KEY]"));

        assertThat(resolve("$[env:KEY]")).isEqualTo("sk-new");
    }

    @Test
    void whatCannotBeResolvedIsNamedAndAnotherEndpointMayBeTried() {
        assertThatThrownBy(() -> resolve("$[env:OTHER]")).hasMessage("$[env:OTHER] is not set")
            .isInstanceOfSatisfying(GatewayException.class,
                missing -> assertThat(missing.type().fault()).isEqualTo(ErrorType.Fault.UPSTREAM));
        assertThatThrownBy(() -> resolve("$[vault:key]")).hasMessageContaining("there is no plugin secret.vault");
        assertThatThrownBy(() -> resolve("$[sk-text")).hasMessageContaining("is no reference")
            .hasMessageNotContaining("sk-text");
    }

    private String resolve(String text) throws IOException {
        return secrets.resolve(new CredentialReference(text)).use(value -> value);
    }
}
