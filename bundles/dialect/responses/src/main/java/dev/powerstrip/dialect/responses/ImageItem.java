package dev.powerstrip.dialect.responses;

import com.google.gson.JsonObject;
import dev.powerstrip.sdk.chat.DataUrl;

/** A picture that the model made; comes whole, when it is done. */
final class ImageItem extends OutputItem {

    private final DataUrl picture;
    private boolean done;

    ImageItem(Events events, int index, String id, DataUrl picture) {
        super(events, index, id);
        this.picture = picture;
    }

    @Override
    void finish() {
        done = true;
        event("response.image_generation_call.completed").say();
    }

    @Override
    JsonObject json(String state) {
        var item = new JsonObject();
        item.addProperty("id", id());
        item.addProperty("type", "image_generation_call");
        item.addProperty("status", state);
        item.addProperty("result", done ? picture.base64() : null);
        item.addProperty("output_format", picture.subtype());
        return item;
    }
}
