package dev.powerstrip.sdk.form;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.json.MalformedJsonException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Taps Gemini's generateContent. Its streams have no end mark: the terminal event is the one that says why the last of the
 * candidates ended, or that the prompt was blocked.
 */
final class GeminiGenerateReader implements AnswerReader {

    private final Set<Long> unfinished = new HashSet<>();
    private boolean called;

    @Override
    public void read(Frame frame, Consumer<Chunk> chunks) {
        var json = parse(frame);
        if (json.get("error").hasValue()) {
            throw UpstreamErrors.inBody(json.get("error"));
        }
        if (json.kind() != JsonView.Kind.OBJECT) {
            throw nonsense("it is no object", null);
        }
        var candidates = json.get("candidates").items();
        var blocked = json.get("promptFeedback").get("blockReason").string();
        if (frame.whole() && candidates.isEmpty() && blocked.isEmpty()) {
            throw nonsense("it has no \"candidates\"", null);
        }
        chunks.accept(tapped(frame, json, candidates, blocked));
    }

    private Chunk tapped(Frame frame, JsonView json, List<JsonView> candidates, Optional<String> blocked) {
        var chunk = frame.whole() ? Chunk.whole(Form.GEMINI_GENERATE, frame.data())
            : Chunk.piece(Form.GEMINI_GENERATE, frame.event(), frame.data());
        chunk.json(json);
        if (candidates.stream().flatMap(GeminiGenerateReader::parts).anyMatch(GeminiGenerateReader::holdsContent)) {
            chunk.content(() -> candidates.stream().flatMap(GeminiGenerateReader::parts)
                .flatMap(GeminiGenerateReader::texts).collect(Collectors.joining()));
        }
        candidates.forEach(candidate -> follow(candidate, chunk));
        boolean finished = candidates.stream().anyMatch(candidate -> candidate.get("finishReason").isText());
        if (finished && unfinished.isEmpty()) {
            chunk.terminal();
        }
        if (candidates.isEmpty()) {
            blocked.ifPresent(reason -> chunk.finish(new Finish("content_filter", reason)).terminal());
        }
        usage(json.get("usageMetadata")).ifPresent(chunk::usage);
        return chunk.build();
    }

    private void follow(JsonView candidate, Chunk.Builder chunk) {
        called |= parts(candidate).anyMatch(part -> part.get("functionCall").hasValue());
        long index = candidate.get("index").integer().orElse(0);
        var reason = candidate.get("finishReason").string();
        if (reason.isPresent()) {
            unfinished.remove(index);
            chunk.finish(new Finish(canonical(reason.get()), reason.get()));
        } else {
            unfinished.add(index);
        }
    }

    private String canonical(String reason) {
        return switch (reason) {
            case "MAX_TOKENS" -> "length";
            case "SAFETY", "RECITATION", "LANGUAGE", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "MODEL_ARMOR",
                "IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION" -> "content_filter";
            case "MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS", "MISSING_THOUGHT_SIGNATURE",
                "MALFORMED_RESPONSE", "NO_IMAGE", "IMAGE_OTHER", "OTHER" -> "error";
            default -> called ? "tool_calls" : "stop";
        };
    }

    private static Stream<JsonView> parts(JsonView candidate) {
        return candidate.get("content").get("parts").items().stream();
    }

    /** An empty text may carry a signature, which belongs to what came before. */
    private static boolean holdsContent(JsonView part) {
        return part.get("text").isText() || part.get("thoughtSignature").isText()
            || Stream.of("functionCall", "inlineData", "fileData", "executableCode", "codeExecutionResult")
                .anyMatch(name -> part.get(name).hasValue());
    }

    private static Stream<String> texts(JsonView part) {
        var arguments = part.get("functionCall").get("args");
        return Stream.concat(part.get("text").string().stream(),
            arguments.hasValue() ? Stream.of(arguments.tree().toString()) : Stream.empty());
    }

    /** Gemini counts thoughts beside the answer, we within it; and what tools brought beside the prompt. */
    private static Optional<Usage> usage(JsonView usage) {
        if (usage.kind() != JsonView.Kind.OBJECT) {
            return Optional.empty();
        }
        long thoughts = count(usage, "thoughtsTokenCount");
        return Optional.of(Usage.of(count(usage, "promptTokenCount") + count(usage, "toolUsePromptTokenCount"),
            count(usage, "candidatesTokenCount") + thoughts)
            .withCache(count(usage, "cachedContentTokenCount"), 0).withReasoning(thoughts));
    }

    private static long count(JsonView object, String name) {
        return object.get(name).integer().orElse(0);
    }

    private static JsonView parse(Frame frame) {
        try {
            return JsonView.parse(frame.data());
        } catch (MalformedJsonException e) {
            throw nonsense(e.getMessage(), e);
        }
    }

    private static GatewayException nonsense(String problem, Throwable cause) {
        return new GatewayException(ErrorType.PROVIDER_UNAVAILABLE,
            "the provider's answer is no Gemini answer: " + problem, cause);
    }
}
