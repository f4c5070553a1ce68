package dev.powerstrip.dispatch;

import dev.powerstrip.sdk.chat.ModelRequest;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import java.io.IOException;

/** An endpoint cannot be told the request, or not all of one that wants all of it said; nothing was sent. */
final class UnsaidException extends IOException {

    private static final long serialVersionUID = 1;

    UnsaidException(GatewayException why) {
        super(why.getMessage(), why);
    }

    /** What the client is told where no other endpoint answers. */
    GatewayException error() {
        return (GatewayException) getCause();
    }

    /** @throws UnsaidException if something was left out that must not be */
    static void check(ModelRequest said) throws UnsaidException {
        if (said.preferences().requireParameters() && !said.dropped().isEmpty()) {
            throw new UnsaidException(new GatewayException(ErrorType.NOT_FOUND,
                "the model has no words for %s, and provider.require_parameters is true: leave that out, or ask another model"
                    .formatted(String.join(", ", said.dropped()))));
        }
    }
}
