package dev.powerstrip.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.powerstrip.line.testing.FakePlugins;
import dev.powerstrip.sdk.auth.AuthMethod;
import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.auth.Principal.Role;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.http.RequestHead;
import java.net.InetSocketAddress;
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
        assertThat(plugins.held()).isZero();
    }

    @Test
    void takesTheFirstPrincipalThatAPluginKnows() {
        plugins.put(AuthMethod.class, "fake0", head -> Optional.empty());
        plugins.put(AuthMethod.class, "fake1", head -> Optional.of(ALICE));
        plugins.put(AuthMethod.class, "fake2", head -> {
            throw new AssertionError("asked although it is known who calls");
        });

        assertThat(authenticator.authenticate(HEAD)).isEqualTo(ALICE);
    }

    @Test
    void saysWhatToSendWhenNoPluginFindsACredential() {
        plugins.put(AuthMethod.class, "fake0", head -> Optional.empty());

        assertRefused(ErrorType.AUTHENTICATION, "Authorization: Bearer KEY");
    }

    @Test
    void letsNobodyInWhenThereIsNoAuthPlugin() {
        assertRefused(ErrorType.UNAVAILABLE, "no auth plugin");
    }

    @Test
    void endsWithTheRefusalOfAPluginAndAsksNoOther() {
        plugins.put(AuthMethod.class, "fake0", head -> {
            throw new GatewayException(ErrorType.AUTHENTICATION, "expired");
        });
        plugins.put(AuthMethod.class, "fake1", head -> Optional.of(ALICE));

        assertRefused(ErrorType.AUTHENTICATION, "expired");
    }

    @Test
    void letsNobodyInWhenAPluginFails() {
        plugins.put(AuthMethod.class, "fake0", head -> {
            throw new IllegalStateException("a fault of the plugin");
        });
        plugins.put(AuthMethod.class, "fake1", head -> Optional.of(ALICE));

        assertRefused(ErrorType.SERVER, "auth.fake0");
    }

    private void assertRefused(ErrorType type, String message) {
        ThrowingCallable call = () -> authenticator.authenticate(HEAD);
        assertThatThrownBy(call).isInstanceOfSatisfying(GatewayException.class,
            refused -> assertThat(refused.type()).isEqualTo(type)).hasMessageContaining(message);
    }
}
