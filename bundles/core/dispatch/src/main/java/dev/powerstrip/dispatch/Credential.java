package dev.powerstrip.dispatch;

import dev.powerstrip.line.PluginFailedException;
import dev.powerstrip.line.ProviderSettings.CredentialReference;
import dev.powerstrip.line.Secrets;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.secret.Secret;
import java.io.IOException;
import java.util.Optional;

/** What an attempt shows its upstream, if anything. */
interface Credential {

    /** For providers that need none. */
    Credential NONE = new Credential() {

        @Override
        public Optional<Secret> value() {
            return Optional.empty();
        }

        @Override
        public void refused() {
            // Nothing was shown, so there is nothing to forget.
        }
    };

    static Credential of(CredentialReference reference, Secrets secrets) {
        return new Credential() {

            @Override
            public Optional<Secret> value() throws IOException {
                try {
                    return Optional.of(secrets.resolve(reference));
                } catch (GatewayException | PluginFailedException | IOException e) {
                    throw new UnusableException(e);
                }
            }

            @Override
            public void refused() {
                secrets.refused(reference);
            }
        };
    }

    /** @throws UnusableException if it cannot be had */
    Optional<Secret> value() throws IOException;

    /** The upstream did not accept it. */
    void refused();

    /** A credential cannot be had; another one may be. */
    final class UnusableException extends IOException {

        private static final long serialVersionUID = 1L;

        UnusableException(Exception cause) {
            super(cause.getMessage(), cause);
        }
    }
}
