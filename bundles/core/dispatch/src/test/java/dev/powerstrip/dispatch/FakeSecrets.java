package dev.powerstrip.dispatch;

import dev.powerstrip.line.ProviderSettings.CredentialReference;
import dev.powerstrip.line.Secrets;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.secret.Secret;
import java.util.ArrayList;
import java.util.List;

/** Every reference is its own value; those that begin with {@code missing} have none. */
final class FakeSecrets implements Secrets {

    final List<String> refused = new ArrayList<>();

    @Override
    public Secret resolve(CredentialReference reference) {
        if (reference.text().startsWith("missing")) {
            throw new GatewayException(ErrorType.UNAVAILABLE, "there is no " + reference.text());
        }
        return Secret.of(reference.text());
    }

    @Override
    public void refused(CredentialReference reference) {
        refused.add(reference.text());
    }
}
