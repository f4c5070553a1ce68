package dev.powerstrip.provider.bedrock;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.chat.CallIds;
import dev.powerstrip.sdk.json.JsonTree;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Says content parts, thoughts, tool calls and results as Converse's content blocks. One request, one thread. */
final class Blocks {

    /** What thoughts are called that any Claude reads, wherever it runs. */
    static final String CLAUDE_THOUGHT = "anthropic-claude-v1";
    /** What thoughts are called that only Bedrock reads. */
    static final String BEDROCK_THOUGHT = "bedrock-converse-v1";

    private static final CallIds IDS = new CallIds("[a-zA-Z0-9_-]{1,64}", 24);
    private static final CallIds MISTRAL_IDS = new CallIds("[a-zA-Z0-9]{9}", 9);

    private final Family family;
    private final Media media = new Media();

    Blocks(Family family) {
        this.family = family;
    }

    /**
     * The blocks of a content: of a string, of parts, or of nothing. Blank texts, which Bedrock refuses, are dropped.
     */
    List<JsonObject> of(JsonElement content) {
        if (content == null || content.isJsonNull()) {
            return List.of();
        }
        if (content.isJsonPrimitive()) {
            return text(content.getAsString()).toList();
        }
        return JsonTree.objects(JsonTree.of("content", content), "content").stream()
            .flatMap(part -> Stream.concat(part(part), cachePoint(part))).toList();
    }

    private Stream<JsonObject> part(JsonObject part) {
        var type = JsonTree.text(part, "type").orElse("");
        return switch (type) {
            case "text" -> text(JsonTree.text(part, "text").orElse(""));
            case "refusal" -> text(JsonTree.text(part, "refusal").orElse(""));
            case "image_url" -> Stream.of(media.image(part));
            case "file" -> Stream.of(media.document(part));
            case "input_audio" -> Stream.of(media.audio(part));
            case "video_url", "input_video" -> Stream.of(media.video(part));
            case "native" -> Stream.empty();
            default -> throw JsonTree.wrong("messages[].content[].type",
                "text, image_url, file, input_audio or video_url is expected, not \"%s\"".formatted(type));
        };
    }

    private static Stream<JsonObject> text(String text) {
        return text.isBlank() ? Stream.empty() : Stream.of(JsonTree.of("text", text));
    }

    /** A mark after the part up to which the provider is to keep the prompt. */
    static Stream<JsonObject> cachePoint(JsonObject marked) {
        return JsonTree.object(marked, "cache_control").map(control -> {
            var point = JsonTree.of("type", "default");
            JsonTree.copy(control, "ttl", point, "ttl");
            return JsonTree.of("cachePoint", point);
        }).stream();
    }

    /**
     * The thoughts that the client sends back, unchanged; they stand before all else. What another provider thought, or
     * what has no signature, is dropped. Pieces of one thought that a client collected are put together.
     */
    List<JsonObject> ofReasoning(JsonObject message) {
        var thoughts = new ArrayList<JsonObject>();
        var text = new StringBuilder();
        for (var detail : JsonTree.objects(message, "reasoning_details")) {
            var format = JsonTree.text(detail, "format").orElse(CLAUDE_THOUGHT);
            var type = JsonTree.text(detail, "type").orElse("");
            if (type.equals("reasoning.encrypted") && format.equals(BEDROCK_THOUGHT)) {
                JsonTree.text(detail, "data")
                    .ifPresent(data -> thoughts.add(reasoning(JsonTree.of("redactedContent", data))));
            } else if (type.equals("reasoning.text") && readsThoughtsOf(format)) {
                text.append(JsonTree.text(detail, "text").orElse(""));
                JsonTree.text(detail, "signature").ifPresent(signature -> {
                    var thought = JsonTree.of("text", text.toString());
                    thought.addProperty("signature", signature);
                    thoughts.add(reasoning(JsonTree.of("reasoningText", thought)));
                    text.setLength(0);
                });
            }
        }
        return thoughts;
    }

    private boolean readsThoughtsOf(String format) {
        return format.equals(family == Family.CLAUDE ? CLAUDE_THOUGHT : BEDROCK_THOUGHT);
    }

    private static JsonObject reasoning(JsonObject content) {
        return JsonTree.of("reasoningContent", content);
    }

    /** The calls that an assistant's message made. */
    List<JsonObject> calls(JsonObject message) {
        return JsonTree.objects(message, "tool_calls").stream()
            .flatMap(call -> Stream.concat(Stream.of(call(call)), cachePoint(call))).toList();
    }

    private JsonObject call(JsonObject call) {
        var function = JsonTree.object(call, "function")
            .orElseThrow(() -> JsonTree.wrong("messages[].tool_calls[].function", "an object is expected"));
        var use = JsonTree.of("toolUseId", id(JsonTree.text(call, "id").orElse("")));
        use.addProperty("name", JsonTree.text(function, "name")
            .orElseThrow(() -> JsonTree.wrong("messages[].tool_calls[].function.name", "a name is expected")));
        use.add("input", JsonTree.parsed(JsonTree.text(function, "arguments").orElse(""),
            "messages[].tool_calls[].function.arguments"));
        return JsonTree.of("toolUse", use);
    }

    /** A tool's result, and a mark behind it where the client made one. */
    List<JsonObject> result(JsonObject message) {
        var content = of(message.get("content")).stream().filter(block -> !block.has("cachePoint")).toList();
        var result = JsonTree.of("toolUseId", id(JsonTree.text(message, "tool_call_id").orElse("")));
        result.add("content", JsonTree.array(content.isEmpty() ? List.of(JsonTree.of("json", new JsonObject()))
            : content));
        JsonTree.flag(message, "is_error").filter(failed -> failed)
            .ifPresent(failed -> result.addProperty("status", "error"));
        return Stream.concat(Stream.of(JsonTree.of("toolResult", result)), cachePoint(message)).toList();
    }

    private String id(String id) {
        return (family == Family.MISTRAL ? MISTRAL_IDS : IDS).of(id);
    }
}
