package dev.powerstrip.gateway;

import dev.powerstrip.sdk.error.GatewayException;

/** A guardrail ended an answer that had begun. */
final class StoppedByGuardException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final GatewayException reason;

    StoppedByGuardException(GatewayException reason) {
        super(reason);
        this.reason = reason;
    }

    GatewayException reason() {
        return reason;
    }
}
