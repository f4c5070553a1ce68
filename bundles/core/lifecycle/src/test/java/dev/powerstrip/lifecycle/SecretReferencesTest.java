package dev.powerstrip.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.powerstrip.line.Lease;
import dev.powerstrip.line.Plugins;
import dev.powerstrip.line.ProviderSettings.CredentialReference;
import dev.powerstrip.line.Revision;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.secret.Secret;
import dev.powerstrip.sdk.secret.SecretSource;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretReferencesTest {

    private final Map<String, String> values = new HashMap<>(Map.of("env:KEY", "sk-1", "file:key", "sk-2"));
    private final SettableClock clock = new SettableClock();
    private final SecretReferences secrets = new SecretReferences(new FakePlugins(), clock);

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
    void aValueIsRememberedForAWhile() throws IOException {
        resolve("$[env:KEY]");
        values.put("env:KEY", "sk-new");

        assertThat(resolve("$[env:KEY]")).isEqualTo("sk-1");
        clock.now = clock.now.plus(Duration.ofMinutes(1));
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

    /** Two secret plugins, {@code env} and {@code file}. */
    private final class FakePlugins implements Plugins {

        @Override
        public <T> Optional<Lease<T>> lease(Class<T> contract, String name) {
            SecretSource source = key -> Optional.ofNullable(values.get(name + ":" + key)).map(Secret::of);
            return List.of("env", "file").contains(name) ? Optional.of(new FakeLease<>(contract.cast(source)))
                : Optional.empty();
        }

        @Override
        public <T> List<Lease<T>> leaseAll(Class<T> contract) {
            return List.of();
        }

        @Override
        public Optional<ProviderLease> provider(String id) {
            return Optional.empty();
        }

        @Override
        public List<ProviderInfo> providers() {
            return List.of();
        }

        @Override
        public long changes() {
            return 0;
        }
    }

    private record FakeLease<T>(T service) implements Lease<T> {

        @Override
        public Revision revision() {
            return new Revision("secret.fake", "fake", "1", "0", 1);
        }

        @Override
        public <R> R call(Call<T, R> call) throws IOException {
            return call.on(service);
        }

        @Override
        public void close() {
            assertThat(service).isNotNull();
        }
    }

    private static final class SettableClock extends Clock {

        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
