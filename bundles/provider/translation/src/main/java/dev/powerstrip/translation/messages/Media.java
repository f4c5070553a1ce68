package dev.powerstrip.translation.messages;

import com.google.gson.JsonObject;
import dev.powerstrip.translation.DataUrl;
import dev.powerstrip.translation.Json;

/** Says images and files as image and document blocks. */
final class Media {

    private Media() {}

    static JsonObject image(JsonObject part) {
        var url = Json.object(part, "image_url").flatMap(image -> Json.text(image, "url"))
            .or(() -> Json.text(part, "image_url"))
            .orElseThrow(() -> Json.wrong("messages[].content[].image_url.url", "a URL or data URL is expected"));
        var block = Json.typed("image");
        block.add("source", source(url));
        return block;
    }

    static JsonObject document(JsonObject part) {
        var file = Json.object(part, "file").orElseThrow(
            () -> Json.wrong("messages[].content[].file", "an object with \"file_data\" or \"file_id\" is expected"));
        var block = Json.typed("document");
        block.add("source", Json.text(file, "file_data").map(Media::source)
            .or(() -> Json.text(file, "file_id").map(id -> Json.typed("file", "file_id", id)))
            .orElseThrow(() -> Json.wrong("messages[].content[].file", "\"file_data\" or \"file_id\" is missing")));
        Json.text(file, "filename").ifPresent(name -> block.addProperty("title", name));
        return block;
    }

    private static JsonObject source(String url) {
        return DataUrl.of(url).map(Media::source).orElseGet(() -> Json.typed("url", "url", url));
    }

    private static JsonObject source(DataUrl data) {
        var source = Json.typed(data.isText() ? "text" : "base64", "media_type", data.mediaType());
        source.addProperty("data", data.isText() ? data.text() : data.base64());
        return source;
    }
}
