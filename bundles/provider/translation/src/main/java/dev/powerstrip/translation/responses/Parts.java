package dev.powerstrip.translation.responses;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.json.JsonTree;
import dev.powerstrip.translation.Typed;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Says content parts as the parts of input items. */
final class Parts {

    /** What this translation calls its own form in labelled parts. */
    static final String FORM = "openai.responses";

    private Parts() {}

    /** A text stays a text; parts become those that a client, the system or a tool gives. */
    static JsonElement given(JsonElement content) {
        if (content == null || content.isJsonNull()) {
            return new JsonPrimitive("");
        }
        return content.isJsonPrimitive() ? content
            : JsonTree.array(parts(content).flatMap(Parts::given).toList());
    }

    private static Stream<JsonObject> given(JsonObject part) {
        var type = JsonTree.text(part, "type").orElse("");
        return switch (type) {
            case "text" -> Stream.of(Typed.of("input_text", "text", JsonTree.text(part, "text").orElse("")));
            case "image_url" -> Stream.of(image(part));
            case "file" -> Stream.of(file(part));
            case "native" -> own(part).stream();
            case "input_audio", "video_url", "input_video" -> throw JsonTree.wrong("messages[].content",
                "this model reads text, images and files, not %s".formatted(type));
            default -> throw JsonTree.wrong("messages[].content[].type",
                "text, image_url or file is expected, not \"%s\"".formatted(type));
        };
    }

    private static JsonObject image(JsonObject part) {
        var url = JsonTree.object(part, "image_url").flatMap(image -> JsonTree.text(image, "url"))
            .or(() -> JsonTree.text(part, "image_url"))
            .orElseThrow(() -> JsonTree.wrong("messages[].content[].image_url.url", "a URL or data URL is expected"));
        var image = Typed.of("input_image", "image_url", url);
        JsonTree.object(part, "image_url").ifPresent(said -> JsonTree.copy(said, "detail", image, "detail"));
        return image;
    }

    /** A file's data may be an address, as OpenRouter has it. */
    private static JsonObject file(JsonObject part) {
        var file = JsonTree.object(part, "file").filter(said -> said.has("file_data") || said.has("file_id"))
            .orElseThrow(() -> JsonTree.wrong("messages[].content[].file",
                "an object with \"file_data\" or \"file_id\" is expected"));
        var input = Typed.of("input_file");
        JsonTree.copy(file, "file_id", input, "file_id");
        boolean address = JsonTree.text(file, "file_data").filter(data -> data.matches("(?i)https?:.*")).isPresent();
        JsonTree.copy(file, "file_data", input, address ? "file_url" : "file_data");
        if (!address) {
            JsonTree.copy(file, "filename", input, "filename");
        }
        return input;
    }

    /** What the model said itself. */
    static List<JsonObject> said(JsonElement content) {
        if (content == null || content.isJsonNull()) {
            return List.of();
        }
        return content.isJsonPrimitive() ? text(content.getAsString()).toList()
            : parts(content).flatMap(Parts::said).toList();
    }

    private static Stream<JsonObject> said(JsonObject part) {
        return switch (JsonTree.text(part, "type").orElse("")) {
            case "text" -> text(JsonTree.text(part, "text").orElse(""));
            case "refusal" -> Stream.of(Typed.of("refusal", "refusal", JsonTree.text(part, "refusal").orElse("")));
            case "native" -> own(part).stream();
            default -> throw JsonTree.wrong("messages[].content[].type",
                "of the assistant text or refusal is expected, not \"%s\""
                    .formatted(JsonTree.text(part, "type").orElse("")));
        };
    }

    private static Stream<JsonObject> text(String text) {
        return text.isEmpty() ? Stream.empty() : Stream.of(Typed.of("output_text", "text", text));
    }

    private static Stream<JsonObject> parts(JsonElement content) {
        return JsonTree.objects(JsonTree.of("content", content), "content").stream();
    }

    /** A labelled part of this form is put back as it was; a foreign one is dropped. */
    static Optional<JsonObject> own(JsonObject part) {
        return JsonTree.text(part, "form").filter(FORM::equals).flatMap(form -> JsonTree.object(part, "value"));
    }
}
