package dev.powerstrip.sdk.chat;

import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonView;
import java.util.List;

/** A conversation whose tokens are to be counted, and nothing more. Its text is never printed. */
public final class CountRequest extends BasicRequest {

    /**
     * A request to count as a dialect read it.
     *
     * @param models the models to try in order; at least one
     */
    public CountRequest(Form form, JsonView body, List<String> models, ProviderPreferences preferences) {
        super(Capability.COUNTING, form, body, models, false, preferences);
    }
}
