package dev.powerstrip.fuzz;

import dev.powerstrip.sdk.http.Headers;

/** What an upstream answers, as it comes from the network. */
record UpstreamAnswer(int status, String contentType, byte[] body) {

    Headers headers() {
        return Headers.of("Content-Type", contentType, "Retry-After", "soon");
    }
}
