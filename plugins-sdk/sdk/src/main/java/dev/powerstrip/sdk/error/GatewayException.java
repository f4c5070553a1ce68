package dev.powerstrip.sdk.error;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Duration;
import java.util.Optional;

/**
 * A call has been decided against. The message is shown to the caller: it names the field, what is wrong with it and
 * what to do, and never holds a secret or text of a prompt.
 *
 * <p>Where the fault is an upstream's ({@link ErrorType#fault()}) another endpoint may be tried; all else ends the call.
 */
public final class GatewayException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorType type;
    private final transient JsonObject metadata;
    private final Duration retryAfter;

    public GatewayException(ErrorType type, String message) {
        this(type, message, null);
    }

    public GatewayException(ErrorType type, String message, Throwable cause) {
        this(type, message, cause, new JsonObject(), null);
    }

    private GatewayException(ErrorType type, String message, Throwable cause, JsonObject metadata,
        Duration retryAfter) {
        super(message, cause);
        this.type = type;
        this.metadata = metadata;
        this.retryAfter = retryAfter;
    }

    /** The same failure with one more thing said in {@code error.metadata}. */
    public GatewayException with(String name, String value) {
        return with(name, new JsonPrimitive(value));
    }

    /** The same failure with one more thing said in {@code error.metadata}, in a shape of its own. */
    public GatewayException with(String name, JsonElement value) {
        var more = metadata.deepCopy();
        more.add(name, value);
        return new GatewayException(type, getMessage(), getCause(), more, retryAfter);
    }

    /** The same failure with the wait an upstream or a limit asked for. */
    public GatewayException retryAfter(Duration wait) {
        return new GatewayException(type, getMessage(), getCause(), metadata, wait);
    }

    public ErrorType type() {
        return type;
    }

    /** What else is known, for {@code error.metadata}; a copy. */
    public JsonObject metadata() {
        return metadata.deepCopy();
    }

    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
