package dev.powerstrip.sdk.guardrail;

import org.osgi.annotation.versioning.ConsumerType;

/** Reads one answer along while it is delivered, without delaying it. One exchange, one thread. */
@ConsumerType
public interface AnswerWatch {

    /** Lets everything pass. */
    AnswerWatch NONE = text -> {};

    /**
     * The next generated text.
     *
     * @throws dev.powerstrip.sdk.error.GatewayException to end the answer here, before this text is delivered
     */
    void read(String text);
}
