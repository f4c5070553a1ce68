package dev.powerstrip.sdk.upstream;

import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.secret.Secret;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One HTTP request to an upstream. Immutable. Prints neither headers nor body.
 *
 * @param body empty for a request without one
 * @param secretHeaders header values that are put on the wire and nowhere else
 */
public record UpstreamRequest(String method, URI uri, Headers headers, Map<String, Secret> secretHeaders,
    byte[] body) {

    public UpstreamRequest {
        secretHeaders = Map.copyOf(secretHeaders);
    }

    /** Begins a POST of JSON. */
    public static Builder post(URI uri, byte[] json) {
        return post(uri, "application/json", json);
    }

    /** Begins a POST of anything. */
    public static Builder post(URI uri, String contentType, byte[] body) {
        return new Builder("POST", uri, body).header("Content-Type", contentType);
    }

    public static Builder get(URI uri) {
        return new Builder("GET", uri, new byte[0]);
    }

    @Override
    public String toString() {
        return "%s %s://%s%s, %d bytes".formatted(method, uri.getScheme(), uri.getAuthority(), uri.getPath(),
            body.length);
    }

    /** Collects the headers of a request. */
    public static final class Builder {

        private final String method;
        private final URI uri;
        private final byte[] body;
        private final Map<String, Secret> secretHeaders = new LinkedHashMap<>();
        private Headers headers = Headers.none();

        private Builder(String method, URI uri, byte[] body) {
            this.method = method;
            this.uri = uri;
            this.body = body;
        }

        public Builder header(String name, String value) {
            headers = headers.with(name, value);
            return this;
        }

        public Builder headers(Headers more) {
            more.forEach(this::header);
            return this;
        }

        public Builder secretHeader(String name, Secret value) {
            secretHeaders.put(name, value);
            return this;
        }

        /** {@code Authorization: Bearer ...} */
        public Builder bearer(Secret token) {
            return secretHeader("Authorization", token.use(value -> Secret.of("Bearer " + value)));
        }

        public UpstreamRequest build() {
            return new UpstreamRequest(method, uri, headers, secretHeaders, body);
        }
    }
}
