package dev.powerstrip.translation.generate;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.json.JsonTree;
import dev.powerstrip.sdk.provider.Endpoint;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Says how the answer is to be: sampling, length, format, kinds of content and thinking. */
final class GenerationConfig {

    /** By the canonical name; those that a model does not take are left out, as OpenRouter does. */
    private static final Map<String, String> SAMPLING = Map.of("temperature", "temperature", "top_p", "topP", "top_k",
        "topK", "seed", "seed", "frequency_penalty", "frequencyPenalty", "presence_penalty", "presencePenalty");

    private GenerationConfig() {}

    static void add(ChatRequest request, JsonObject chat, boolean hidden, Endpoint endpoint, Model model,
        JsonObject body) {
        var config = new JsonObject();
        var taken = endpoint.words("supported_parameters");
        SAMPLING.keySet().stream().sorted().filter(name -> taken.isEmpty() || taken.contains(name))
            .forEach(name -> JsonTree.copy(chat, name, config, SAMPLING.get(name)));
        SAMPLING.forEach((name, own) -> request.dropUnless(config.has(own), name));
        JsonTree.number(chat, "max_completion_tokens").or(() -> JsonTree.number(chat, "max_tokens"))
            .ifPresent(most -> config.addProperty("maxOutputTokens", most));
        var stop = JsonTree.texts(chat, "stop");
        if (!stop.isEmpty()) {
            config.add("stopSequences", JsonTree.array(stop.stream().map(JsonPrimitive::new).toList()));
        }
        addFormat(chat, config);
        addModalities(chat, config);
        Thinking.add(chat, hidden, endpoint, model, config);
        request.dropUnless(config.has("thinkingConfig"), "reasoning");
        if (!config.isEmpty()) {
            body.add("generationConfig", config);
        }
    }

    private static void addFormat(JsonObject chat, JsonObject config) {
        var format = JsonTree.object(chat, "response_format").orElseGet(JsonObject::new);
        var type = JsonTree.text(format, "type").orElse("");
        if (type.equals("json_object") || type.equals("json_schema")) {
            config.addProperty("responseMimeType", "application/json");
        }
        if (type.equals("json_schema")) {
            config.add("responseJsonSchema", JsonTree.object(format, "json_schema")
                .flatMap(named -> JsonTree.object(named, "schema"))
                .orElseThrow(() -> JsonTree.wrong("response_format.json_schema.schema", "a JSON schema is expected")));
        }
    }

    private static void addModalities(JsonObject chat, JsonObject config) {
        var wanted = JsonTree.texts(chat, "modalities");
        if (wanted.contains("audio")) {
            throw JsonTree.wrong("modalities", "text and image are expected; answers in sound are not to be had here");
        }
        if (!wanted.isEmpty() && !wanted.equals(List.of("text"))) {
            var modalities = new JsonArray();
            wanted.forEach(kind -> modalities.add(kind.toUpperCase(Locale.ROOT)));
            config.add("responseModalities", modalities);
        }
        JsonTree.object(chat, "image_config").ifPresent(image -> {
            var said = new JsonObject();
            JsonTree.copy(image, "aspect_ratio", said, "aspectRatio");
            JsonTree.copy(image, "image_size", said, "imageSize");
            config.add("imageConfig", said);
        });
    }
}
