package dev.powerstrip.upstream;

import dev.powerstrip.sdk.http.Headers;

/** The head of an answer: what it says, and how to read what follows. */
record Head(int status, Headers headers, Framing framing) {

    /** A body that does not exist has no framing, whatever the headers say. */
    boolean hasBody() {
        return status != 204 && status != 304;
    }
}
