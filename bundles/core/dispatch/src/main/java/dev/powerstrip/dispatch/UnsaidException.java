package dev.powerstrip.dispatch;

import dev.powerstrip.sdk.chat.ModelRequest;
import java.io.IOException;

/** An endpoint cannot be told all of a request that wants all of it said. */
final class UnsaidException extends IOException {

    private static final long serialVersionUID = 1;

    UnsaidException(ModelRequest said) {
        super(
            "the model has no words for %s, and provider.require_parameters is true: leave that out, or ask another model"
                .formatted(String.join(", ", said.dropped())));
    }

    /** @throws UnsaidException if something was left out that must not be */
    static void check(ModelRequest said) throws UnsaidException {
        if (said.preferences().requireParameters() && !said.dropped().isEmpty()) {
            throw new UnsaidException(said);
        }
    }
}
