package dev.powerstrip.line;

import dev.powerstrip.sdk.secret.Secret;
import java.io.IOException;

/** Resolves references to secrets by the secret plugins. */
public interface Secrets {

    /**
     * The value behind a credential: the text itself, or what {@code $[env:NAME]} and the like point to. Remembered for a
     * short while, so that a call costs no I/O.
     *
     * @throws dev.powerstrip.sdk.error.GatewayException if the reference cannot be resolved; names it, never a value
     * @throws IOException if its source could not be asked
     */
    Secret resolve(ProviderSettings.CredentialReference reference) throws IOException;

    /** Forgets a value that an upstream refused, so that it is read again. */
    void refused(ProviderSettings.CredentialReference reference);
}
