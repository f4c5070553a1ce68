package dev.powerstrip.sdk.sink;

/** How an exchange ended. */
public enum EndState {
    /** The answer's terminal event was read and handed on. */
    COMPLETE,
    /** The client hung up before the end. */
    CLIENT_CANCELLED,
    /** The client read nothing for longer than the write timeout. */
    CLIENT_STALLED,
    /** The upstream's answer broke off after it had begun. */
    UPSTREAM_TRUNCATED,
    /** No endpoint answered, or the answer was an error. */
    FAILED,
    /** A limit or a guardrail ended it. */
    LIMIT_STOPPED
}
