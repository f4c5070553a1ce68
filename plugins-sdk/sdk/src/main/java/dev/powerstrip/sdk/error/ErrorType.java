package dev.powerstrip.sdk.error;

/**
 * The kinds of failure a caller can be told, each with its HTTP status and the stable word that stands for it in every
 * dialect ({@code error.metadata.error_type} on OpenAI-style routes).
 */
public enum ErrorType {
    INVALID_REQUEST(400, "invalid_request", Fault.CLIENT), //
    UNKNOWN_MODEL(400, "invalid_request", Fault.CLIENT), //
    CONTEXT_LENGTH_EXCEEDED(400, "context_length_exceeded", Fault.CLIENT), //
    /** More is asked for than the model can generate. */
    MAX_TOKENS_EXCEEDED(400, "max_tokens_exceeded", Fault.CLIENT), //
    STRING_TOO_LONG(400, "string_too_long", Fault.CLIENT), //
    /** The upstream does not take this prompt, whatever model it is for. */
    INVALID_PROMPT(400, "invalid_prompt", Fault.CLIENT), //
    CONTENT_POLICY_VIOLATION(400, "content_policy_violation", Fault.CLIENT), //
    INVALID_IMAGE(400, "invalid_image", Fault.CLIENT), //
    IMAGE_TOO_LARGE(400, "image_too_large", Fault.CLIENT), //
    IMAGE_TOO_SMALL(400, "image_too_small", Fault.CLIENT), //
    UNSUPPORTED_IMAGE_FORMAT(400, "unsupported_image_format", Fault.CLIENT), //
    IMAGE_NOT_FOUND(404, "image_not_found", Fault.CLIENT), //
    IMAGE_DOWNLOAD_FAILED(400, "image_download_failed", Fault.CLIENT), //
    AUTHENTICATION(401, "authentication", Fault.CLIENT), //
    PAYMENT_REQUIRED(402, "payment_required", Fault.CLIENT), //
    PERMISSION_DENIED(403, "permission_denied", Fault.CLIENT), //
    NOT_FOUND(404, "not_found", Fault.CLIENT), //
    METHOD_NOT_ALLOWED(405, "invalid_request", Fault.CLIENT), //
    REQUEST_TIMEOUT(408, "timeout", Fault.CLIENT), //
    PAYLOAD_TOO_LARGE(413, "payload_too_large", Fault.CLIENT), //
    UNPROCESSABLE(422, "unprocessable", Fault.CLIENT), //
    RATE_LIMIT_EXCEEDED(429, "rate_limit_exceeded", Fault.CLIENT), //
    /** The gateway itself failed. Its message is for the log; callers get a generic text. */
    SERVER(500, "server", Fault.GATEWAY), //
    /** The gateway cannot serve right now: starting, draining, or a part of it is missing. */
    UNAVAILABLE(503, "unavailable", Fault.GATEWAY), //
    /** The upstream could not be reached, refused our credential, broke off or answered nonsense. */
    PROVIDER_UNAVAILABLE(502, "provider_unavailable", Fault.UPSTREAM), //
    PROVIDER_RATE_LIMITED(429, "rate_limit_exceeded", Fault.UPSTREAM), //
    PROVIDER_OVERLOADED(503, "provider_overloaded", Fault.UPSTREAM), //
    /** The upstream does not know the model. */
    PROVIDER_NOT_FOUND(404, "not_found", Fault.UPSTREAM), //
    /** The upstream took longer than the endpoint's limits allow. */
    TIMEOUT(504, "timeout", Fault.UPSTREAM);

    /** Whose fault a failure is: only an upstream's makes the gateway try another endpoint. */
    public enum Fault {
        CLIENT, GATEWAY, UPSTREAM
    }

    private final int status;
    private final String word;
    private final Fault fault;

    ErrorType(int status, String word, Fault fault) {
        this.status = status;
        this.word = word;
        this.fault = fault;
    }

    /** The HTTP status, while the answer has not begun. */
    public int status() {
        return status;
    }

    /** The stable word, the same in every dialect. */
    public String word() {
        return word;
    }

    public Fault fault() {
        return fault;
    }
}
