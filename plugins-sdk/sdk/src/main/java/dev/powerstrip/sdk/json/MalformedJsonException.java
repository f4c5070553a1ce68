package dev.powerstrip.sdk.json;

/**
 * Bytes that should be JSON are not. The message says what was expected and at which byte; it
 * quotes no content but a field's name.
 */
public final class MalformedJsonException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    public MalformedJsonException(String problem, int offset) {
        super("%s at byte %d".formatted(problem, offset));
    }
}
