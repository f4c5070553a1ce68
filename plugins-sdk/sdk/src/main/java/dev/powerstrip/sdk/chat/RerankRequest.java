package dev.powerstrip.sdk.chat;

import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonView;
import java.util.List;

/** Documents to be put in the order in which they answer a query. Neither is ever printed. */
public final class RerankRequest extends BasicRequest {

    /**
     * A rerank request as a dialect read it.
     *
     * @param models the models to try in order; at least one
     */
    public RerankRequest(Form form, JsonView body, List<String> models, ProviderPreferences preferences) {
        super(Capability.RERANK, form, body, models, false, preferences);
    }
}
