package dev.powerstrip.provider.anthropic;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** Says images and files as image and document blocks. */
final class Media {

    private static final Pattern DATA_URL
        = Pattern.compile("data:([^;,]*)((?:;[^;,]*)*?)(;base64)?,(.*)", Pattern.DOTALL);

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
        var data = DATA_URL.matcher(url);
        if (!data.matches()) {
            return Json.typed("url", "url", url);
        }
        var mediaType = Optional.of(data.group(1)).filter(type -> !type.isEmpty()).orElse("text/plain");
        boolean encoded = data.group(3) != null;
        if (!mediaType.startsWith("text/") && !encoded) {
            throw Json.wrong("messages[].content[]", "the data URL of %s has to be in base64".formatted(mediaType));
        }
        var source = Json.typed(mediaType.startsWith("text/") ? "text" : "base64", "media_type", mediaType);
        source.addProperty("data", mediaType.startsWith("text/") && encoded ? decoded(data.group(4)) : data.group(4));
        return source;
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Json.wrong("messages[].content[]", "the data URL is no valid base64");
        }
    }
}
