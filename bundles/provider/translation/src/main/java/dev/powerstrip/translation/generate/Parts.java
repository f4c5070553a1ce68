package dev.powerstrip.translation.generate;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.json.JsonTree;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says content parts as Gemini's parts. */
final class Parts {

    private final Media media;

    Parts(Media media) {
        this.media = media;
    }

    static JsonObject text(String text) {
        var part = new JsonObject();
        part.addProperty("text", text);
        return part;
    }

    /** The parts of a content: of a string, of parts, or of nothing. Empty texts are dropped. */
    List<JsonObject> of(JsonElement content) {
        if (content == null || content.isJsonNull()) {
            return List.of();
        }
        if (content.isJsonPrimitive()) {
            return said(content.getAsString()).toList();
        }
        var message = new JsonObject();
        message.add("content", content);
        return JsonTree.objects(message, "content").stream().flatMap(this::ofPart).collect(Collectors.toList());
    }

    private static Stream<JsonObject> said(String text) {
        return text.isEmpty() ? Stream.empty() : Stream.of(text(text));
    }

    private Stream<JsonObject> ofPart(JsonObject part) {
        var type = JsonTree.text(part, "type").orElse("");
        return switch (type) {
            case "text" -> said(JsonTree.text(part, "text").orElse(""));
            case "refusal" -> said(JsonTree.text(part, "refusal").orElse(""));
            case "image_url" -> Stream.of(media.image(part));
            case "video_url", "input_video" -> Stream.of(media.video(part, type));
            case "input_audio" -> Stream.of(Media.audio(part));
            case "file" -> Stream.of(media.file(part));
            case "native" -> own(part).stream();
            default -> throw JsonTree.wrong("messages[].content[].type",
                "text, image_url, input_audio, video_url or file is expected, not \"%s\"".formatted(type));
        };
    }

    /** The pictures that the model itself made. */
    List<JsonObject> pictures(JsonObject message) {
        return JsonTree.objects(message, "images").stream().map(media::image).toList();
    }

    /** A labelled part of this form is put back as it was; a foreign one is dropped. */
    static Optional<JsonObject> own(JsonObject part) {
        return JsonTree.text(part, "form").filter(Thoughts.FORM::equals)
            .flatMap(form -> JsonTree.object(part, "value"));
    }
}
