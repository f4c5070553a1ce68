package dev.powerstrip.sdk.chat;

import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonView;
import java.util.List;

/** Texts and pictures that are to be judged by what harm they do. They are never printed. */
public final class ModerationRequest extends BasicRequest {

    /**
     * A request to judge as a dialect read it.
     *
     * @param models the models to try in order; at least one
     */
    public ModerationRequest(Form form, JsonView body, List<String> models, ProviderPreferences preferences) {
        super(Capability.MODERATION, form, body, models, false, preferences);
    }
}
