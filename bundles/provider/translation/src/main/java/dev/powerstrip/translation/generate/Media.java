package dev.powerstrip.translation.generate;

import com.google.gson.JsonObject;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.json.JsonTree;
import dev.powerstrip.translation.DataUrl;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/** Says images, documents, sound and video as data or as files that Google fetches. */
final class Media {

    private static final Map<String, String> TYPES = Map.ofEntries(Map.entry("png", "image/png"),
        Map.entry("jpg", "image/jpeg"), Map.entry("jpeg", "image/jpeg"), Map.entry("webp", "image/webp"),
        Map.entry("gif", "image/gif"), Map.entry("heic", "image/heic"), Map.entry("pdf", "application/pdf"),
        Map.entry("txt", "text/plain"), Map.entry("mp4", "video/mp4"), Map.entry("mov", "video/quicktime"),
        Map.entry("webm", "video/webm"), Map.entry("mp3", "audio/mpeg"), Map.entry("wav", "audio/wav"));

    private final Predicate<String> takesUrl;

    Media(Predicate<String> takesUrl) {
        this.takesUrl = takesUrl;
    }

    JsonObject image(JsonObject part) {
        var url = JsonTree.object(part, "image_url").flatMap(image -> JsonTree.text(image, "url"))
            .or(() -> JsonTree.text(part, "image_url"))
            .orElseThrow(() -> JsonTree.wrong("messages[].content[].image_url.url", "a URL or data URL is expected"));
        return at(url, "image/jpeg");
    }

    JsonObject video(JsonObject part, String name) {
        var url = JsonTree.object(part, name).flatMap(video -> JsonTree.text(video, "url"))
            .or(() -> JsonTree.text(part, name))
            .orElseThrow(
                () -> JsonTree.wrong("messages[].content[].%s.url".formatted(name), "a URL or data URL is expected"));
        return at(url, "video/mp4");
    }

    JsonObject file(JsonObject part) {
        var file = JsonTree.object(part, "file").orElseThrow(
            () -> JsonTree.wrong("messages[].content[].file",
                "an object with \"file_data\" or \"file_id\" is expected"));
        return JsonTree.text(file, "file_data").or(() -> JsonTree.text(file, "file_id"))
            .map(at -> at(at, "application/pdf"))
            .orElseThrow(() -> JsonTree.wrong("messages[].content[].file", "\"file_data\" or \"file_id\" is missing"));
    }

    static JsonObject audio(JsonObject part) {
        var audio = JsonTree.object(part, "input_audio").orElseThrow(
            () -> JsonTree.wrong("messages[].content[].input_audio",
                "an object with \"data\" and \"format\" is expected"));
        var format = JsonTree.text(audio, "format").orElse("wav");
        return inline(TYPES.getOrDefault(format, "audio/" + format), JsonTree.text(audio, "data")
            .orElseThrow(() -> JsonTree.wrong("messages[].content[].input_audio.data", "base64 is expected")));
    }

    private JsonObject at(String url, String usualType) {
        return DataUrl.of(url).map(data -> inline(data.mediaType(), data.base64())).orElseGet(() -> {
            if (!takesUrl.test(url)) {
                throw new GatewayException(ErrorType.INVALID_REQUEST,
                    "messages[].content[]: this provider does not fetch what is at an address; send a data URL, "
                        + "\"data:%s;base64,...\"".formatted(usualType));
            }
            return file(url, usualType);
        });
    }

    private static JsonObject file(String url, String usualType) {
        var name = url.replaceFirst("[?#].*", "").toLowerCase(Locale.ROOT);
        var file = new JsonObject();
        file.addProperty("mimeType", TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), usualType));
        file.addProperty("fileUri", url);
        var part = new JsonObject();
        part.add("fileData", file);
        return part;
    }

    private static JsonObject inline(String mediaType, String base64) {
        var data = new JsonObject();
        data.addProperty("mimeType", mediaType);
        data.addProperty("data", base64);
        var part = new JsonObject();
        part.add("inlineData", data);
        return part;
    }
}
