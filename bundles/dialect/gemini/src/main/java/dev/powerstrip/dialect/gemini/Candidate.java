package dev.powerstrip.dialect.gemini;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.chat.DataUrl;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.dialect.AnswerFacts;
import dev.powerstrip.sdk.form.CarriedThoughts;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.json.JsonView.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One of the answers to a request: what of it can be told at once, and what only at its end. */
final class Candidate {

    /** Google's reasons, which a provider may tell as its own. */
    private static final Set<String> REASONS = Set.of("STOP", "MAX_TOKENS", "SAFETY", "RECITATION", "LANGUAGE", "OTHER",
        "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL",
        "TOO_MANY_TOOL_CALLS", "MALFORMED_RESPONSE", "MISSING_THOUGHT_SIGNATURE", "MODEL_ARMOR", "IMAGE_SAFETY",
        "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION", "IMAGE_OTHER", "NO_IMAGE");
    private static final String SIGNATURE = "thoughtSignature";

    private final long index;
    private final boolean showsThoughts;
    private final AnswerFacts facts;
    private final Reasoning reasoning = new Reasoning();
    private final ToolCalls calls;
    private final JsonArray pages = new JsonArray();
    private final Logprobs logprobs = new Logprobs();
    private String reason = "stop";
    private String nativeReason = "";

    Candidate(long index, boolean showsThoughts, AnswerFacts facts) {
        this.index = index;
        this.showsThoughts = showsThoughts;
        this.facts = facts;
        this.calls = new ToolCalls(facts.generationId(), index);
    }

    /** Reads a choice; the parts that can be told at once. */
    List<JsonObject> say(JsonView choice, boolean whole) {
        var said = choice.get(whole ? "message" : "delta");
        var parts = new ArrayList<JsonObject>();
        var thought = reasoning.read(said, whole);
        if (showsThoughts && !thought.isEmpty()) {
            var part = text(thought);
            part.addProperty("thought", true);
            parts.add(part);
        }
        said.get("reasoning_details").items().forEach(detail -> putBack(detail, parts));
        sayContent(said.get("content"), parts);
        said.get("refusal").string().filter(text -> !text.isEmpty()).ifPresent(text -> parts.add(text(text)));
        said.get("images").items()
            .forEach(image -> parts.add(picture(image.get("image_url").get("url").string().orElse(""))));
        said.get("tool_calls").items().forEach(calls::read);
        said.get("annotations").items().forEach(this::cite);
        if (said.get("audio").hasValue()) {
            facts.request().drop("audio");
        }
        logprobs.read(choice.get("logprobs"));
        choice.get("finish_reason").string().ifPresent(word -> reason = word);
        choice.get("native_finish_reason").string().ifPresent(word -> nativeReason = word);
        return parts;
    }

    private void sayContent(JsonView content, List<JsonObject> parts) {
        content.string().filter(text -> !text.isEmpty()).ifPresent(text -> parts.add(text(text)));
        for (var part : content.items()) {
            part.get("text").string().filter(text -> !text.isEmpty()).ifPresent(text -> parts.add(text(text)));
            putBack(part, parts);
            if (isForeign(part)) {
                facts.request().drop("native:" + part.get("form").string().orElse(""));
            }
        }
    }

    private static boolean isForeign(JsonView part) {
        return part.get("type").string().filter("native"::equals).isPresent() && !isOwn(part);
    }

    /** A labelled part of this form is put back as it was; a foreign one is dropped. */
    private static void putBack(JsonView part, List<JsonObject> parts) {
        if (isOwn(part)) {
            parts.add(part.get("value").tree().getAsJsonObject());
        }
    }

    static boolean isOwn(JsonView part) {
        return part.get("type").string().filter("native"::equals).isPresent()
            && part.get("form").string().filter(Form.GEMINI_GENERATE.name()::equals).isPresent()
            && part.get("value").kind() == Kind.OBJECT;
    }

    private static JsonObject text(String text) {
        return GenerateToChat.of("text", new JsonPrimitive(text));
    }

    private static JsonObject picture(String url) {
        var said = new JsonObject();
        var data = DataUrl.of(url);
        if (data.isPresent()) {
            said.addProperty("mimeType", data.get().mediaType());
            said.addProperty("data", data.get().base64());
            return GenerateToChat.of("inlineData", said);
        }
        said.addProperty("fileUri", url);
        return GenerateToChat.of("fileData", said);
    }

    private void cite(JsonView annotation) {
        var citation = annotation.get("url_citation");
        if (citation.get("url").isText()) {
            var page = new JsonObject();
            GenerateToChat.copy(citation, "url", page, "uri");
            GenerateToChat.copy(citation, "title", page, "title");
            pages.add(GenerateToChat.of("web", page));
        }
    }

    /** What is told now, and goes on. */
    JsonObject json(List<JsonObject> parts) {
        var content = new JsonObject();
        var array = new JsonArray();
        parts.forEach(array::add);
        content.add("parts", array);
        content.addProperty("role", "model");
        var json = new JsonObject();
        json.add("content", content);
        json.addProperty("index", index);
        return json;
    }

    /** The end, after these parts. */
    JsonObject end(List<JsonObject> parts) {
        var finishReason = finishReason();
        parts.addAll(calls.parts());
        if (parts.isEmpty()) {
            parts.add(text(""));
        }
        reasoning.details().ifPresent(
            details -> bearer(parts).addProperty(SIGNATURE, CarriedThoughts.signature(details)));
        var json = json(parts);
        json.addProperty("finishReason", finishReason);
        calls.problem().ifPresent(problem -> json.addProperty("finishMessage", problem));
        if (!pages.isEmpty()) {
            json.add("groundingMetadata", GenerateToChat.of("groundingChunks", pages));
        }
        logprobs.addTo(json);
        return json;
    }

    /** Where Gemini itself puts a signature: at the first call, or else at the end. */
    private static JsonObject bearer(List<JsonObject> parts) {
        return parts.stream().filter(part -> part.has("functionCall")).findFirst()
            .orElseGet(() -> parts.get(parts.size() - 1));
    }

    /** Who calls a function stops for its result, whatever the word. */
    private String finishReason() {
        var own = Optional.of(nativeReason).filter(REASONS::contains);
        if (reason.equals("error") && own.isEmpty()) {
            throw new GatewayException(ErrorType.PROVIDER_UNAVAILABLE, "the provider ended its answer with an error");
        }
        return own.orElseGet(() -> switch (reason) {
            case "length" -> "MAX_TOKENS";
            case "content_filter" -> "SAFETY";
            default -> calls.problem().isPresent() ? "MALFORMED_FUNCTION_CALL" : "STOP";
        });
    }
}
