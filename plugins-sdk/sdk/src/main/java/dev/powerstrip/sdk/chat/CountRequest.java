package dev.powerstrip.sdk.chat;

import com.google.gson.JsonObject;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonView;
import java.util.List;

/** A conversation whose tokens are to be counted, and nothing more. Its text is never printed. */
public final class CountRequest implements ModelRequest {

    private final Form form;
    private final JsonView body;
    private final List<String> models;
    private final ProviderPreferences preferences;

    /**
     * A request to count as a dialect read it.
     *
     * @param models the models to try in order; at least one
     */
    public CountRequest(Form form, JsonView body, List<String> models, ProviderPreferences preferences) {
        if (models.isEmpty()) {
            throw new IllegalArgumentException("a request names at least one model");
        }
        this.form = form;
        this.body = body;
        this.models = List.copyOf(models);
        this.preferences = preferences;
    }

    @Override
    public Capability capability() {
        return Capability.COUNTING;
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

    /** Never: these answers come whole. */
    @Override
    public boolean streamed() {
        return false;
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
        return "CountRequest[%s, %s, %d bytes]".formatted(form, models, body.length());
    }
}
