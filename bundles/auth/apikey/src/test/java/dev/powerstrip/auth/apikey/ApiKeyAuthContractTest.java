package dev.powerstrip.auth.apikey;

import dev.powerstrip.sdk.auth.AuthMethod;
import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.testing.AuthMethodContract;
import java.util.Optional;

class ApiKeyAuthContractTest extends AuthMethodContract {

    /** The SHA-256 of "sk-ps-known". */
    private static final String HASH = "de4b8300c119b911dd3e0dd0657215ddb53c7871611d1b658c4b60788f37735c";

    @Override
    protected AuthMethod method() {
        return new ApiKeyAuth(hash -> hash.equals(HASH)
            ? Optional.of(new Principal(hash, "laptop", Principal.Role.INFERENCE)) : Optional.empty());
    }

    @Override
    protected Headers valid() {
        return Headers.of("Authorization", "Bearer sk-ps-known");
    }

    @Override
    protected Headers invalid() {
        return Headers.of("Authorization", "Bearer sk-ps-unknown");
    }
}
