package dev.powerstrip.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.powerstrip.line.Lease;
import dev.powerstrip.line.PluginFailedException;
import dev.powerstrip.line.Plugins;
import dev.powerstrip.line.Revision;
import dev.powerstrip.sdk.auth.AuthMethod;
import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.auth.Principal.Role;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.http.RequestHead;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PluginAuthenticatorTest {

    private static final RequestHead HEAD
        = new RequestHead("POST", "/v1/chat/completions", "", Headers.none(), new InetSocketAddress("127.0.0.1", 1));
    private static final Principal ALICE = new Principal("a", "alice", Role.INFERENCE);

    private final FakePlugins plugins = new FakePlugins();
    private final PluginAuthenticator authenticator = new PluginAuthenticator(plugins);

    @AfterEach
    void everyLeaseWasGivenBack() {
        assertThat(plugins.open).isZero();
    }

    @Test
    void takesTheFirstPrincipalThatAPluginKnows() {
        plugins.methods.add(head -> Optional.empty());
        plugins.methods.add(head -> Optional.of(ALICE));
        plugins.methods.add(head -> {
            throw new AssertionError("asked although it is known who calls");
        });

        assertThat(authenticator.authenticate(HEAD)).isEqualTo(ALICE);
    }

    @Test
    void saysWhatToSendWhenNoPluginFindsACredential() {
        plugins.methods.add(head -> Optional.empty());

        assertRefused(ErrorType.AUTHENTICATION, "Authorization: Bearer KEY");
    }

    @Test
    void letsNobodyInWhenThereIsNoAuthPlugin() {
        assertRefused(ErrorType.UNAVAILABLE, "no auth plugin");
    }

    @Test
    void endsWithTheRefusalOfAPluginAndAsksNoOther() {
        plugins.methods.add(head -> {
            throw new GatewayException(ErrorType.AUTHENTICATION, "expired");
        });
        plugins.methods.add(head -> Optional.of(ALICE));

        assertRefused(ErrorType.AUTHENTICATION, "expired");
    }

    @Test
    void letsNobodyInWhenAPluginFails() {
        plugins.methods.add(head -> {
            throw new IllegalStateException("a fault of the plugin");
        });
        plugins.methods.add(head -> Optional.of(ALICE));

        assertRefused(ErrorType.SERVER, "auth.fake0");
    }

    private void assertRefused(ErrorType type, String message) {
        ThrowingCallable call = () -> authenticator.authenticate(HEAD);
        assertThatThrownBy(call).isInstanceOfSatisfying(GatewayException.class,
            refused -> assertThat(refused.type()).isEqualTo(type)).hasMessageContaining(message);
    }

    private static final class FakePlugins implements Plugins {

        private final List<AuthMethod> methods = new ArrayList<>();
        private int open;

        @Override
        public <T> List<Lease<T>> leaseAll(Class<T> contract) {
            var leases = new ArrayList<Lease<T>>();
            for (var method : methods) {
                open++;
                leases.add(new FakeLease<>(contract.cast(method), "fake" + leases.size(), () -> open--));
            }
            return leases;
        }

        @Override
        public <T> Optional<Lease<T>> lease(Class<T> contract, String name) {
            return Optional.empty();
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

    private record FakeLease<T>(T service, String name, Runnable onClose) implements Lease<T> {

        @Override
        public Revision revision() {
            return new Revision("auth." + name, name, "1.0.0", "0123456789ab", 1);
        }

        @Override
        public <R> R call(Call<T, R> call) throws IOException {
            try {
                return call.on(service);
            } catch (IllegalStateException fault) {
                throw new PluginFailedException(revision(), fault);
            }
        }

        @Override
        public void close() {
            onClose.run();
        }
    }
}
