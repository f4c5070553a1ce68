package dev.powerstrip.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.auth.Principal.Role;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import java.lang.annotation.Annotation;
import org.junit.jupiter.api.Test;

class GatekeeperTest {

    private static final Principal ANN = new Principal("a1", "ann", Role.INFERENCE);
    private static final Principal BOB = new Principal("b2", "bob", Role.INFERENCE);

    private final Gatekeeper gatekeeper = new Gatekeeper(config(2, 1000));

    @Test
    void refusesMoreCallsThanAKeyMayHaveRunningAndSaysWhenToComeAgain() {
        gatekeeper.admit(ANN);
        gatekeeper.admit(ANN);

        assertThatThrownBy(() -> gatekeeper.admit(ANN)).isInstanceOfSatisfying(GatewayException.class, refused -> {
            assertThat(refused.type()).isEqualTo(ErrorType.RATE_LIMIT_EXCEEDED);
            assertThat(refused.retryAfter()).isPresent();
            assertThat(refused).hasMessageContaining("maxConcurrentPerKey");
        });
        assertThat(gatekeeper.admit(BOB)).isNotNull();
    }

    @Test
    void letsTheNextCallInWhenOneHasEnded() {
        gatekeeper.admit(ANN);
        var second = gatekeeper.admit(ANN);

        second.close();
        second.close();

        assertThat(gatekeeper.admit(ANN)).isNotNull();
        assertThatThrownBy(() -> gatekeeper.admit(ANN)).isInstanceOf(GatewayException.class);
    }

    @Test
    void givesManagementKeysNoModels() {
        var manager = new Principal("m3", "manager", Role.MANAGEMENT);

        assertThatThrownBy(() -> gatekeeper.admit(manager)).isInstanceOfSatisfying(GatewayException.class,
            refused -> assertThat(refused.type()).isEqualTo(ErrorType.PERMISSION_DENIED));
    }

    @Test
    void saysHowLargeABodyMayBe() {
        assertThat(gatekeeper.admit(ANN).maxBody()).isEqualTo(1000);
    }

    private static Gatekeeper.Config config(int perKey, long body) {
        return new Gatekeeper.Config() {

            @Override
            public int maxConcurrentPerKey() {
                return perKey;
            }

            @Override
            public long maxBodyBytes() {
                return body;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return Gatekeeper.Config.class;
            }
        };
    }
}
