package dev.powerstrip.sdk.chat;

import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonView;
import java.util.List;

/** A conversation to be continued. Its text is never printed. */
public final class ChatRequest extends BasicRequest {

    /**
     * A chat request as a dialect read it.
     *
     * @param models the models to try in order; at least one
     */
    public ChatRequest(Form form, JsonView body, List<String> models, boolean streamed,
        ProviderPreferences preferences) {
        super(Capability.CHAT, form, body, models, streamed, preferences);
    }

    /** The same request, said in another form. */
    public ChatRequest in(Form other, JsonView translated) {
        return new ChatRequest(other, translated, models(), streamed(), preferences());
    }
}
