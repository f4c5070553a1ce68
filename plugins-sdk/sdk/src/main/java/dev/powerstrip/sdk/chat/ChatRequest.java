package dev.powerstrip.sdk.chat;

import com.google.gson.JsonObject;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A conversation to be continued. Its text is never printed. */
public final class ChatRequest extends BasicRequest {

    private final Dropped dropped;

    /**
     * A chat request as a dialect read it.
     *
     * @param models the models to try in order; at least one
     */
    public ChatRequest(Form form, JsonView body, List<String> models, boolean streamed,
        ProviderPreferences preferences) {
        this(form, body, models, streamed, preferences, new Dropped());
    }

    private ChatRequest(Form form, JsonView body, List<String> models, boolean streamed,
        ProviderPreferences preferences, Dropped dropped) {
        super(Capability.CHAT, form, body, models, streamed, preferences);
        this.dropped = dropped;
    }

    /** The same request, said in another form; what is dropped of the one is dropped of the other. */
    public ChatRequest in(Form other, JsonView translated) {
        return new ChatRequest(other, translated, models(), streamed(), preferences(), dropped);
    }

    /**
     * The same request, said in another form.
     *
     * @throws GatewayException if it cannot be, since that form nests what the client nests as deeply as is allowed
     */
    public ChatRequest in(Form other, JsonObject translated) {
        try {
            return in(other, JsonView.composed(translated.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (MalformedJsonException tooDeep) {
            throw new GatewayException(ErrorType.INVALID_REQUEST,
                "a part of the request is nested too deeply to be said in the form %s, which the model needs: flatten it"
                    .formatted(other),
                tooDeep);
        }
    }

    @Override
    public ChatRequest again() {
        return new ChatRequest(form(), body(), models(), streamed(), preferences(), dropped.copy());
    }

    @Override
    public void drop(String name) {
        dropped.add(name);
    }

    /** Takes down a field that the request gives, unless it was said. */
    public void dropUnless(boolean said, String name) {
        if (!said && Vocabulary.asks(body().get(name))) {
            drop(name);
        }
    }

    @Override
    public List<String> dropped() {
        return dropped.names();
    }
}
