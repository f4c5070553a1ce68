package dev.powerstrip.sdk.auth;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The gateway's own keys, by hash. A service for auth methods; answers from memory, thread-safe. */
@ProviderType
public interface KeyDirectory {

    /**
     * The principal of a key.
     *
     * @param hash the key's SHA-256, 64 lower-case hexadecimal digits; the full text of a key is never looked up
     * @return empty if there is no such key
     * @throws dev.powerstrip.sdk.error.GatewayException if the key is disabled or expired
     */
    Optional<Principal> find(String hash);
}
