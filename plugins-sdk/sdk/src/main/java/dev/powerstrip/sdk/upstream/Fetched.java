package dev.powerstrip.sdk.upstream;

/**
 * What a URL that a client gave led to. Prints its size only.
 *
 * @param bytes all of it; owned by the receiver
 * @param contentType as the server said it, such as {@code image/png}; empty if it said none
 */
public record Fetched(byte[] bytes, String contentType) {

    @Override
    public String toString() {
        return "Fetched[%d bytes]".formatted(bytes.length);
    }
}
