package dev.powerstrip.dialect.responses;

import static dev.powerstrip.dialect.responses.Typed.copy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.json.JsonView;
import java.util.List;

/** Says the parts of an item's content as canonical content parts. */
final class Parts {

    private Parts() {}

    /** The parts of a content: of a string or of parts. */
    static List<JsonObject> of(JsonView content) {
        return content.kind() == JsonView.Kind.STRING ? List.of(text(content.string().orElseThrow()))
            : content.items().stream().map(Parts::part).toList();
    }

    private static JsonObject part(JsonView part) {
        var said = switch (Typed.type(part)) {
            case "input_text", "output_text", "text" -> text(part.get("text").string().orElse(""));
            case "refusal" -> Typed.of("refusal", "refusal", part.get("refusal").string().orElse(""));
            case "input_image" -> part.get("image_url").isText() ? image(part) : Typed.labelled(part);
            case "input_file" -> part.get("file_id").isText() ? Typed.labelled(part) : file(part);
            case "input_audio" -> audio(part);
            default -> Typed.labelled(part);
        };
        if (!isLabelled(said)) {
            copy(part, "cache_control", said, "cache_control");
        }
        return said;
    }

    static JsonObject text(String text) {
        return Typed.of("text", "text", text);
    }

    private static JsonObject image(JsonView part) {
        var image = new JsonObject();
        copy(part, "image_url", image, "url");
        copy(part, "detail", image, "detail");
        return with("image_url", image);
    }

    /** A file comes as data, or as an address that stands where the data would. */
    private static JsonObject file(JsonView part) {
        var file = new JsonObject();
        copy(part, "filename", file, "filename");
        copy(part, "file_url", file, "file_data");
        copy(part, "file_data", file, "file_data");
        return with("file", file);
    }

    private static JsonObject audio(JsonView part) {
        var audio = new JsonObject();
        copy(part.get("input_audio"), "data", audio, "data");
        copy(part.get("input_audio"), "format", audio, "format");
        return with("input_audio", audio);
    }

    private static JsonObject with(String type, JsonObject value) {
        var part = Typed.of(type);
        part.add(type, value);
        return part;
    }

    static boolean isLabelled(JsonObject part) {
        return part.has("value");
    }

    private static boolean isPlainText(JsonObject part) {
        return part.size() == 2 && part.has("text");
    }

    /** Only plain texts are said as one text, which every server understands. */
    static JsonElement content(List<JsonObject> parts) {
        if (parts.isEmpty() || parts.size() == 1 && isPlainText(parts.get(0))) {
            return new JsonPrimitive(parts.isEmpty() ? "" : parts.get(0).get("text").getAsString());
        }
        var content = new JsonArray();
        parts.forEach(content::add);
        return content;
    }
}
