package dev.powerstrip.sdk.guardrail;

import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.chat.ModelRequest;
import org.osgi.annotation.versioning.ConsumerType;

/** Judges what is asked and what is answered. One instance serves all exchanges; must be thread-safe. */
@ConsumerType
public interface Guardrail {

    /**
     * Judges a request before any provider sees it.
     *
     * @return watches this exchange's answer; {@link AnswerWatch#NONE} if it need not be watched
     * @throws dev.powerstrip.sdk.error.GatewayException to refuse it, saying why
     */
    AnswerWatch check(ModelRequest request, Principal principal);
}
