package dev.powerstrip.sdk.provider;

import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.form.Form;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Says a request of one form in the upstream's words, and reads the upstream's answer back into that form. Pure, without
 * state; thread-safe. An adapter has one for each form it accepts and picks by {@link ChatRequest#form()}.
 */
@ConsumerType
public interface Translation {

    /**
     * The body to send upstream.
     *
     * @throws dev.powerstrip.sdk.error.GatewayException if the upstream cannot be asked that
     */
    byte[] request(ChatRequest request, Endpoint endpoint);

    /** A reader for the one answer to that request. */
    AnswerReader reader(ChatRequest request, Endpoint endpoint);

    /**
     * No translation: the client's bytes with the model's native name in them and without the fields that only a gateway
     * understands; the answer as it comes.
     */
    static Translation passThrough(Form form) {
        return new PassThrough(form);
    }
}
