package dev.powerstrip.secret.env;

import dev.powerstrip.sdk.secret.SecretSource;
import dev.powerstrip.sdk.testing.SecretSourceContract;
import java.util.Map;

class EnvSecretsContractTest extends SecretSourceContract {

    @Override
    protected SecretSource source() {
        return new EnvSecrets(Map.of(key(), value()));
    }

    @Override
    protected String key() {
        return "VENDOR_API_KEY";
    }

    @Override
    protected String value() {
        return "sk-of-the-contract";
    }
}
