package dev.powerstrip.provider.bedrock;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.secret.Secret;
import dev.powerstrip.sdk.upstream.UpstreamRequest;
import java.net.URI;
import java.time.Clock;
import java.util.regex.Pattern;

/**
 * Shows a credential to Bedrock: an API key as a bearer token; an access key, written as
 * {@code ACCESS_KEY_ID:SECRET_ACCESS_KEY} or with {@code :SESSION_TOKEN} after it, by a signature. Thread-safe.
 */
final class Authorization {

    private static final Pattern REGION = Pattern.compile("bedrock-runtime(?:-fips)?\\.([a-z0-9-]+)\\.");

    private final String region;
    private final Clock clock;

    Authorization(String region, Clock clock) {
        this.region = region;
        this.clock = clock;
    }

    void add(Secret credential, URI uri, byte[] body, UpstreamRequest.Builder upstream) {
        var parts = credential.use(text -> text.split(":", 3));
        if (parts.length == 1) {
            upstream.bearer(credential);
            return;
        }
        var key = new SigV4.Key(parts[0], parts[1], parts.length == 3 ? parts[2] : "");
        new SigV4(key, region(uri), "bedrock").headers("POST", uri, "application/json", body, clock.instant())
            .forEach((name, value) -> upstream.secretHeader(name, Secret.of(value)));
    }

    private String region(URI uri) {
        if (!region.isEmpty()) {
            return region;
        }
        var inHost = REGION.matcher(uri.getHost());
        if (!inHost.find()) {
            throw new GatewayException(ErrorType.PROVIDER_UNAVAILABLE,
                "the address of Bedrock names no region: write \"region\" into etc/provider.bedrock.cfg.json");
        }
        return inHost.group(1);
    }
}
