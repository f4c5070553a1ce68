package dev.powerstrip.dialect.gemini;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.json.JsonView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Says a generationConfig as settings of a chat. */
final class Config {

    private static final Map<String, String> SAME = same();
    private static final List<String> LEVELS = List.of("minimal", "low", "medium", "high");

    private Config() {}

    private static Map<String, String> same() {
        var names = new LinkedHashMap<String, String>();
        names.put("maxOutputTokens", "max_tokens");
        names.put("temperature", "temperature");
        names.put("topP", "top_p");
        names.put("topK", "top_k");
        names.put("candidateCount", "n");
        names.put("stopSequences", "stop");
        names.put("seed", "seed");
        names.put("presencePenalty", "presence_penalty");
        names.put("frequencyPenalty", "frequency_penalty");
        names.put("responseLogprobs", "logprobs");
        names.put("logprobs", "top_logprobs");
        return names;
    }

    static void add(JsonView config, JsonObject chat) {
        SAME.forEach((name, canonical) -> GenerateToChat.copy(config, name, chat, canonical));
        addThinking(Names.get(config, "thinkingConfig"), chat);
        addFormat(config, chat);
        addModalities(config, chat);
    }

    /** A budget of 0 is no thinking, -1 as much as the model likes. */
    private static void addThinking(JsonView thinking, JsonObject chat) {
        var reasoning = new JsonObject();
        var budget = Names.get(thinking, "thinkingBudget").integer();
        var level = Names.text(thinking, "thinkingLevel").toLowerCase(Locale.ROOT);
        if (LEVELS.contains(level)) {
            reasoning.addProperty("effort", level);
        } else if (budget.orElse(0) > 0) {
            reasoning.addProperty("max_tokens", budget.getAsLong());
        } else if (budget.isPresent()) {
            reasoning.addProperty("enabled", budget.getAsLong() < 0);
        } else if (Names.get(thinking, "includeThoughts").isTrue()) {
            reasoning.addProperty("enabled", true);
        }
        if (!reasoning.isEmpty()) {
            chat.add("reasoning", reasoning);
        }
    }

    private static void addFormat(JsonView config, JsonObject chat) {
        var type = Names.text(config, "responseMimeType");
        var jsonSchema = Names.get(config, "responseJsonSchema").hasValue() ? Names.get(config, "responseJsonSchema")
            : Names.get(config, "_responseJsonSchema");
        var schema = Names.get(config, "responseSchema");
        switch (type) {
            case "application/json" -> {
                if (jsonSchema.hasValue() || schema.hasValue()) {
                    var named = new JsonObject();
                    named.addProperty("name", "answer");
                    named.add("schema", jsonSchema.hasValue() ? jsonSchema.tree() : Schemas.json(schema.tree()));
                    var format = GenerateToChat.typed("json_schema");
                    format.add("json_schema", named);
                    chat.add("response_format", format);
                } else {
                    chat.add("response_format", GenerateToChat.typed("json_object"));
                }
            }
            case "", "text/plain" -> {}
            default -> throw refused("responseMimeType", "text/plain or application/json");
        }
    }

    private static void addModalities(JsonView config, JsonObject chat) {
        var modalities = new JsonArray();
        for (var modality : Names.get(config, "responseModalities").items()) {
            var word = modality.string().orElse("").toLowerCase(Locale.ROOT);
            if (!List.of("text", "image").contains(word)) {
                throw refused("responseModalities", "TEXT and IMAGE");
            }
            modalities.add(word);
        }
        if (!modalities.isEmpty()) {
            chat.add("modalities", modalities);
        }
        var wanted = Names.get(config, "imageConfig");
        var image = new JsonObject();
        GenerateToChat.copy(wanted, "aspectRatio", image, "aspect_ratio");
        GenerateToChat.copy(wanted, "imageSize", image, "image_size");
        if (!image.isEmpty()) {
            chat.add("image_config", image);
        }
    }

    private static GatewayException refused(String name, String possible) {
        return new GatewayException(ErrorType.INVALID_REQUEST,
            "generationConfig.%s: only Google's own models can do this; of this one ask for %s".formatted(name,
                possible));
    }
}
