package dev.powerstrip.translation.messages;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.json.JsonTree;
import dev.powerstrip.translation.Typed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Says content parts as content blocks. */
final class Blocks {

    /** What this adapter calls its own form in labelled parts and reasoning details. */
    static final String FORM = "anthropic.messages";
    static final String REASONING_FORMAT = "anthropic-claude-v1";

    private Blocks() {}

    /** The blocks of a content: of a string, of parts, or of nothing. Blank texts, which Anthropic refuses, are dropped. */
    static List<JsonObject> of(JsonElement content) {
        if (content == null || content.isJsonNull()) {
            return List.of();
        }
        if (content.isJsonPrimitive()) {
            return text(content.getAsString(), new JsonObject()).toList();
        }
        var message = new JsonObject();
        message.add("content", content);
        return JsonTree.objects(message, "content").stream().flatMap(Blocks::ofPart).toList();
    }

    private static Stream<JsonObject> ofPart(JsonObject part) {
        var type = JsonTree.text(part, "type").orElse("");
        return switch (type) {
            case "text" -> text(JsonTree.text(part, "text").orElse(""), part);
            case "refusal" -> text(JsonTree.text(part, "refusal").orElse(""), part);
            case "image_url" -> Stream.of(cached(Media.image(part), part));
            case "file" -> Stream.of(cached(Media.document(part), part));
            case "native" -> own(part).stream();
            case "input_audio", "video_url", "input_video" -> throw JsonTree.wrong("messages[].content",
                "Anthropic reads text, images and documents, not %s".formatted(type));
            default -> throw JsonTree.wrong("messages[].content[].type",
                "text, image_url or file is expected, not \"%s\"".formatted(type));
        };
    }

    private static Stream<JsonObject> text(String text, JsonObject part) {
        return text.isBlank() ? Stream.empty() : Stream.of(cached(Typed.of("text", "text", text), part));
    }

    private static JsonObject cached(JsonObject block, JsonObject part) {
        JsonTree.object(part, "cache_control").ifPresent(control -> block.add("cache_control", control));
        return block;
    }

    /** A labelled part of this form is put back as it was; a foreign one is dropped. */
    static Optional<JsonObject> own(JsonObject part) {
        return JsonTree.text(part, "form").filter(FORM::equals).flatMap(form -> JsonTree.object(part, "value"));
    }

    /**
     * The thinking that the client sends back, unchanged; it stands before all else. What another provider thought, or
     * what has no signature, is dropped. Pieces of one thought that a client collected from a stream are put together.
     */
    static List<JsonObject> ofReasoning(JsonObject message) {
        var blocks = new ArrayList<JsonObject>();
        var thought = new StringBuilder();
        for (var detail : JsonTree.objects(message, "reasoning_details")) {
            if (!isOurs(detail)) {
                continue;
            }
            switch (JsonTree.text(detail, "type").orElse("")) {
                case "reasoning.text" -> {
                    thought.append(JsonTree.text(detail, "text").orElse(""));
                    JsonTree.text(detail, "signature").ifPresent(signature -> {
                        var block = Typed.of("thinking", "thinking", thought.toString());
                        block.addProperty("signature", signature);
                        blocks.add(block);
                        thought.setLength(0);
                    });
                }
                case "reasoning.encrypted" -> JsonTree.text(detail, "data")
                    .ifPresent(data -> blocks.add(Typed.of("redacted_thinking", "data", data)));
                case "native" -> own(detail).ifPresent(blocks::add);
                default -> {}
            }
        }
        return blocks;
    }

    private static boolean isOurs(JsonObject detail) {
        return JsonTree.text(detail, "format").orElse(REASONING_FORMAT).equals(REASONING_FORMAT);
    }
}
