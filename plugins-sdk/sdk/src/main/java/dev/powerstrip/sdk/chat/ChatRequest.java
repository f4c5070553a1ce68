package dev.powerstrip.sdk.chat;

import com.google.gson.JsonObject;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonView;
import java.util.List;

/** A conversation to be continued. Its text is never printed. */
public final class ChatRequest implements ModelRequest {

    private final Form form;
    private final JsonView body;
    private final List<String> models;
    private final boolean streamed;
    private final ProviderPreferences preferences;

    /**
     * A chat request as a dialect read it.
     *
     * @param models the models to try in order; at least one
     */
    public ChatRequest(Form form, JsonView body, List<String> models, boolean streamed,
        ProviderPreferences preferences) {
        if (models.isEmpty()) {
            throw new IllegalArgumentException("a chat request names at least one model");
        }
        this.form = form;
        this.body = body;
        this.models = List.copyOf(models);
        this.streamed = streamed;
        this.preferences = preferences;
    }

    /** The same request, said in another form. */
    public ChatRequest in(Form other, JsonView translated) {
        return new ChatRequest(other, translated, models, streamed, preferences);
    }

    @Override
    public Capability capability() {
        return Capability.CHAT;
    }

    @Override
    public List<String> models() {
        return models;
    }

    @Override
    public Form form() {
        return form;
    }

    @Override
    public JsonView body() {
        return body;
    }

    @Override
    public boolean streamed() {
        return streamed;
    }

    @Override
    public ProviderPreferences preferences() {
        return preferences;
    }

    /** A tree of the body, for translators; each call builds a new one. */
    public JsonObject tree() {
        return body.tree().getAsJsonObject();
    }

    @Override
    public String toString() {
        return "ChatRequest[%s, %s, %d bytes]".formatted(form, models, body.length());
    }
}
