package dev.powerstrip.line;

import dev.powerstrip.sdk.http.Headers;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One provider as the operator set it up: the plugin's defaults under the keys of its configuration file.
 *
 * @param id the provider's id: the plugin's name, or the instance's
 * @param name the name people know
 * @param baseUrl where its API begins
 * @param credentials references or values to rotate through; empty if it needs none. Never printed
 * @param models the {@code models} key: native names, or {@code *}; empty takes the plugin's own list
 * @param allowUnlisted whether any native name may be asked for
 * @param connectTimeout until the connection stands
 * @param firstByteTimeout until the head of the answer
 * @param firstTokenTimeout until the first content
 * @param idleTimeout between two reads
 * @param maxConnections to one host and port at once
 * @param proxy an HTTP proxy to go through
 * @param headers sent with every request
 * @param trustStore certificates to trust instead of the JDK's: a PKCS#12 or PEM file
 * @param clientCertificate a PKCS#12 or PEM file with key and certificate
 * @param maxConcurrent attempts at once
 * @param hosts what it calls besides {@code baseUrl}, over HTTPS; a {@code *} stands for letters, digits and hyphens
 */
public record ProviderSettings(String id, String name, URI baseUrl, List<CredentialReference> credentials,
    List<String> models, boolean allowUnlisted, Duration connectTimeout, Duration firstByteTimeout,
    Duration firstTokenTimeout, Duration idleTimeout, int maxConnections, Optional<URI> proxy, Headers headers,
    Optional<String> trustStore, Optional<String> clientCertificate, int maxConcurrent, List<String> hosts) {

    /**
     * A credential as the operator wrote it: a text, or a reference such as {@code $[env:NAME]}, resolved by
     * {@link Secrets} when it is used.
     */
    public record CredentialReference(String text) {

        @Override
        public String toString() {
            return "CredentialReference[hidden]";
        }
    }

    @Override
    public String toString() {
        return "ProviderSettings[" + id + "]";
    }
}
