package dev.powerstrip.sdk.chat;

import com.google.gson.JsonObject;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonView;
import java.util.List;

/** What a request of any capability is made of. A capability's own type says what it is for, and no more. */
abstract sealed class BasicRequest implements ModelRequest
    permits ChatRequest, CountRequest, EmbeddingRequest, RerankRequest, ImageRequest, SpeechRequest,
    TranscriptionRequest, ModerationRequest {

    private final Capability capability;
    private final Form form;
    private final JsonView body;
    private final List<String> models;
    private final boolean streamed;
    private final ProviderPreferences preferences;

    BasicRequest(Capability capability, Form form, JsonView body, List<String> models, boolean streamed,
        ProviderPreferences preferences) {
        if (models.isEmpty()) {
            throw new IllegalArgumentException("a request names at least one model");
        }
        this.capability = capability;
        this.form = form;
        this.body = body;
        this.models = List.copyOf(models);
        this.streamed = streamed;
        this.preferences = preferences;
    }

    @Override
    public final Capability capability() {
        return capability;
    }

    @Override
    public final List<String> models() {
        return models;
    }

    @Override
    public final Form form() {
        return form;
    }

    @Override
    public final JsonView body() {
        return body;
    }

    @Override
    public final boolean streamed() {
        return streamed;
    }

    @Override
    public final ProviderPreferences preferences() {
        return preferences;
    }

    /** A tree of the body, for translators; each call builds a new one. */
    public final JsonObject tree() {
        return body.tree().getAsJsonObject();
    }

    /** What it is, never what it says. */
    @Override
    public final String toString() {
        return "%s[%s, %s, %d bytes]".formatted(getClass().getSimpleName(), form, models, body.length());
    }
}
