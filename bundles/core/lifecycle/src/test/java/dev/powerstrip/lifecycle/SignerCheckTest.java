package dev.powerstrip.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.powerstrip.line.testing.SettableClock;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignerCheckTest {

    private static final Instant WHEN_EXPIRED_WAS_VALID = Instant.parse("2024-01-15T00:00:00Z");

    @TempDir
    private static Path folder;
    private static SigningKeys keys;

    private final SettableClock clock = new SettableClock(Instant.now().plusSeconds(3600).toString());

    @BeforeAll
    static void makeKeys() throws Exception {
        keys = SigningKeys.in(folder);
    }

    @Test
    void trustsWhomTheTrustStoreIssuedAndWhomItHolds() throws Exception {
        assertThat(check("ca").check(signer("acme")).certificates()).containsExactly(keys.certificate("acme"),
            keys.certificate("ca"));
        assertThat(check("acme").check(signer("acme")).certificates()).containsExactly(keys.certificate("acme"));
        assertThat(check("stranger").check(signer("stranger")).name()).isEqualTo("CN=Stranger");
        assertThatThrownBy(() -> check("other").check(signer("acme"))).hasMessageContaining("does not vouch");
    }

    @Test
    void trustsACertificateOnlyWhileItIsInForce() throws Exception {
        for (var store : new String[] {"ca", "acme"}) {
            assertThat(check(store).check(signer("acme")).leaf()).isEqualTo(keys.certificate("acme"));
        }
        clock.advance(Duration.ofDays(400));
        for (var store : new String[] {"ca", "acme"}) {
            assertThatThrownBy(() -> check(store).check(signer("acme"))).hasMessageContaining("is valid from")
                .hasMessageContaining("have it signed anew");
        }
    }

    @Test
    void judgesATimestampedSignatureAsOfItsTime() throws Exception {
        var stamped = stamped("expired", "clock");

        assertThat(check("ca").check(stamped).leaf()).isEqualTo(keys.certificate("expired"));
    }

    @Test
    void takesATimestampOnlyFromWhomItTrustsAndWhoIsThereForIt() throws Exception {
        for (var authority : new String[] {"stranger", "other", "web"}) {
            assertThatThrownBy(() -> check("ca").check(stamped("expired", authority)))
                .hasMessageContaining("is valid from");
        }
        var revoked = new SignerCheck(store("ca"), Set.of(keys.serial("clock")), clock);
        assertThatThrownBy(() -> revoked.check(stamped("expired", "clock"))).hasMessageContaining("is valid from");
    }

    @Test
    void aTrustedSignerMayNotMakeOthersSo() throws Exception {
        assertThatThrownBy(() -> check("acme").check(signer("forged"))).hasMessageContaining("is signed by CN=Other")
            .hasMessageContaining("CN=Acme, O=Acme Inc may not issue certificates");
        assertThatThrownBy(() -> check("ca").check(signer("forged"))).hasMessageContaining("does not vouch");
    }

    @Test
    void aRevokedIssuerTakesAllItIssuedWithIt() throws Exception {
        var revoked = new SignerCheck(store("ca"), Set.of(keys.serial("ca")), clock);

        assertThatThrownBy(() -> revoked.check(signer("acme")))
            .hasMessageContaining("names %s of its certificates".formatted(keys.serial("ca")));
    }

    private SignerCheck check(String trusted) throws Exception {
        return new SignerCheck(store(trusted), Set.of(), clock);
    }

    private static TrustStore store(String alias) throws Exception {
        return TrustStore.read(keys.trustStore(alias), "changeit");
    }

    private static CodeSigner signer(String alias) throws Exception {
        return new CodeSigner(keys.path(alias), null);
    }

    private static CodeSigner stamped(String alias, String authority) throws Exception {
        return new CodeSigner(keys.path(alias),
            new Timestamp(Date.from(WHEN_EXPIRED_WAS_VALID), keys.path(authority)));
    }
}
