package dev.powerstrip.sdk.chat;

import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonView;
import java.util.List;

/** Texts, or other things, whose meaning is to be said as vectors. They are never printed. */
public final class EmbeddingRequest extends BasicRequest {

    /**
     * An embedding request as a dialect read it.
     *
     * @param models the models to try in order; at least one
     */
    public EmbeddingRequest(Form form, JsonView body, List<String> models, ProviderPreferences preferences) {
        super(Capability.EMBEDDINGS, form, body, models, false, preferences);
    }
}
