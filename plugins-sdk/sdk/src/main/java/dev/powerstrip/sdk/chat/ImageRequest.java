package dev.powerstrip.sdk.chat;

import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonView;
import java.util.List;

/** A description of pictures that are to be made. It is never printed. */
public final class ImageRequest extends BasicRequest {

    /**
     * A request for pictures as a dialect read it.
     *
     * @param models the models to try in order; at least one
     */
    public ImageRequest(Form form, JsonView body, List<String> models, boolean streamed,
        ProviderPreferences preferences) {
        super(Capability.IMAGES, form, body, models, streamed, preferences);
    }
}
