package dev.powerstrip.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.powerstrip.line.KeyPins;
import dev.powerstrip.line.Ledger.Key;
import dev.powerstrip.line.Pin;
import dev.powerstrip.line.Pinning;
import dev.powerstrip.line.testing.FakePlugins;
import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.auth.Principal.Role;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.http.RequestHead;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyPinningTest {

    private static final Principal ALICE = new Principal("a", "alice", Role.INFERENCE);
    private static final Pin OF_KEY = Pin.parse("provider.openai@1.4.2");

    @Test
    void aCallIsPinnedAsItsKeyIs() {
        assertThat(pins(new KeyPins(false, List.of(OF_KEY)), Headers.none())).containsExactly(OF_KEY);
        assertThat(pins(KeyPins.NONE, Headers.none())).isEmpty();
    }

    @Test
    void aRequestMayAskForOthersWhereItsKeyMay() {
        var asking = Headers.of(Pinning.HEADER, "provider.openai@sha256:abcd1234, provider.acme~eu@2.0.0");

        assertThat(pins(new KeyPins(true, List.of(OF_KEY)), asking)).containsExactly(
            new Pin("provider.openai", "sha256:abcd1234"), new Pin("provider.acme~eu", "2.0.0"), OF_KEY);
    }

    @Test
    void aRequestWhoseKeyMayNotIsRefused() {
        assertThatThrownBy(() -> pins(KeyPins.NONE, Headers.of(Pinning.HEADER, "provider.openai@1.0.0")))
            .isInstanceOfSatisfying(GatewayException.class,
                refused -> assertThat(refused.type()).isEqualTo(ErrorType.PERMISSION_DENIED))
            .hasMessageContaining("may_pin");
    }

    @Test
    void whatNamesNoRevisionIsRefused() {
        for (var text : List.of("provider.openai", "openai@1.0.0", "dialect.openai@1.0.0",
            "provider.openai@sha256:abc")) {
            assertThatThrownBy(() -> pins(new KeyPins(true, List.of()), Headers.of(Pinning.HEADER, text))).as(text)
                .isInstanceOf(GatewayException.class).hasMessageContaining("names no revision");
        }
    }

    private static List<Pin> pins(KeyPins ofKey, Headers headers) {
        var head = new RequestHead("POST", "/v1/chat/completions", "", headers, new InetSocketAddress("127.0.0.1", 1));
        var key
            = new Key("a", "alice", "alice", false, false, Optional.empty(), Optional.empty(), Instant.EPOCH, ofKey);
        return new KeyPinning(id -> Optional.of(key).filter(one -> one.hash().equals(id)), new FakePlugins())
            .pins(ALICE, head);
    }
}
