package dev.powerstrip.sdk.chat;

import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonView;
import java.util.List;

/** A text that is to be spoken. It is never printed. */
public final class SpeechRequest extends BasicRequest {

    /**
     * A request for speech as a dialect read it.
     *
     * @param models the models to try in order; at least one
     * @param streamed whether the sound is wanted in events, and not as its bytes, which come as they are made anyway
     */
    public SpeechRequest(Form form, JsonView body, List<String> models, boolean streamed,
        ProviderPreferences preferences) {
        super(Capability.SPEECH, form, body, models, streamed, preferences);
    }

    @Override
    public long characters() {
        return body().get("input").string().map(text -> text.codePointCount(0, text.length())).orElse(0);
    }
}
