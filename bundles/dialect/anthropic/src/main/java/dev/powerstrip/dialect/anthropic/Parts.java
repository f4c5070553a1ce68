package dev.powerstrip.dialect.anthropic;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonView;
import java.util.List;

/** Says content blocks as content parts. */
final class Parts {

    private Parts() {}

    /** The parts of a content: of a string, of blocks, or of nothing. */
    static List<JsonObject> of(JsonView content) {
        return switch (content.kind()) {
            case STRING -> List.of(text(content.string().orElseThrow()));
            case ARRAY -> of(content.items());
            default -> List.of();
        };
    }

    static List<JsonObject> of(List<JsonView> blocks) {
        return blocks.stream().map(Parts::part).toList();
    }

    static JsonObject part(JsonView block) {
        var part = switch (block.get("type").string().orElse("")) {
            case "text" -> text(block.get("text").string().orElse(""));
            case "image" -> image(block);
            case "document" -> Documents.part(block);
            case "search_result" -> Documents.searchResult(block);
            default -> labelled(block);
        };
        if (!isLabelled(part)) {
            MessagesToChat.copy(block, "cache_control", part, "cache_control");
        }
        return part;
    }

    static JsonObject text(String text) {
        var part = new JsonObject();
        part.addProperty("type", "text");
        part.addProperty("text", text);
        return part;
    }

    private static JsonObject image(JsonView block) {
        var source = block.get("source");
        return switch (source.get("type").string().orElse("")) {
            case "base64" -> image("data:%s;base64,%s".formatted(source.get("media_type").string().orElse("image/png"),
                source.get("data").string().orElse("")));
            case "url" -> image(source.get("url").string().orElse(""));
            default -> labelled(block);
        };
    }

    private static JsonObject image(String url) {
        var image = new JsonObject();
        image.addProperty("url", url);
        var part = new JsonObject();
        part.addProperty("type", "image_url");
        part.add("image_url", image);
        return part;
    }

    /** What the canonical form has no words for: only a translator of this form puts it back, others drop it. */
    static JsonObject labelled(JsonView value) {
        var part = new JsonObject();
        part.addProperty("type", "native");
        part.addProperty("form", Form.ANTHROPIC_MESSAGES.name());
        part.add("value", value.tree());
        return part;
    }

    static boolean isLabelled(JsonObject part) {
        return part.has("value");
    }

    static boolean isPlainText(JsonObject part) {
        return part.size() == 2 && part.has("text");
    }

    /** A single plain text is said as that text, which every server understands. */
    static JsonElement content(List<JsonObject> parts) {
        if (parts.isEmpty()) {
            return new JsonPrimitive("");
        }
        if (parts.size() == 1 && isPlainText(parts.get(0))) {
            return new JsonPrimitive(parts.get(0).get("text").getAsString());
        }
        var content = new JsonArray();
        parts.forEach(content::add);
        return content;
    }
}
