package dev.powerstrip.translation.messages;

import com.google.gson.JsonObject;
import dev.powerstrip.sdk.json.JsonTree;
import dev.powerstrip.translation.DataUrl;
import dev.powerstrip.translation.Typed;

/** Says images and files as image and document blocks. */
final class Media {

    private Media() {}

    static JsonObject image(JsonObject part) {
        var url = JsonTree.object(part, "image_url").flatMap(image -> JsonTree.text(image, "url"))
            .or(() -> JsonTree.text(part, "image_url"))
            .orElseThrow(() -> JsonTree.wrong("messages[].content[].image_url.url", "a URL or data URL is expected"));
        var block = Typed.of("image");
        block.add("source", source(url));
        return block;
    }

    static JsonObject document(JsonObject part) {
        var file = JsonTree.object(part, "file").orElseThrow(
            () -> JsonTree.wrong("messages[].content[].file",
                "an object with \"file_data\" or \"file_id\" is expected"));
        var block = Typed.of("document");
        block.add("source", JsonTree.text(file, "file_data").map(Media::source)
            .or(() -> JsonTree.text(file, "file_id").map(id -> Typed.of("file", "file_id", id)))
            .orElseThrow(() -> JsonTree.wrong("messages[].content[].file", "\"file_data\" or \"file_id\" is missing")));
        JsonTree.text(file, "filename").ifPresent(name -> block.addProperty("title", name));
        return block;
    }

    private static JsonObject source(String url) {
        return DataUrl.of(url).map(Media::source).orElseGet(() -> Typed.of("url", "url", url));
    }

    private static JsonObject source(DataUrl data) {
        var source = Typed.of(data.isText() ? "text" : "base64", "media_type", data.mediaType());
        source.addProperty("data", data.isText() ? data.text() : data.base64());
        return source;
    }
}
