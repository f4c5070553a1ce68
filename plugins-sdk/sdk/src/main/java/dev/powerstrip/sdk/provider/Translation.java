package dev.powerstrip.sdk.provider;

import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonEdit;
import java.util.function.BiConsumer;
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
     * understands, nor the {@linkplain dev.powerstrip.sdk.form.CarriedThoughts thoughts of other models}; the answer as it comes.
     */
    static Translation passThrough(Form form) {
        return passThrough(form, (request, edit) -> {});
    }

    /**
     * The same, with changes of the adapter's own in the same pass over the client's bytes.
     *
     * @param changes called once for each request, after what every upstream needs has been changed; what it sets or removes
     *        wins. It edits objects of {@link ChatRequest#body()} and throws what {@link #request} may throw
     */
    static Translation passThrough(Form form, BiConsumer<ChatRequest, JsonEdit> changes) {
        return new PassThrough(form, changes);
    }
}
