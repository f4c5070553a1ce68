package dev.powerstrip.clients;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.models.messages.MessageCreateParams;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.genai.JsonSerializable;
import com.google.genai.types.Content;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.HttpOptions;
import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.responses.ResponseCreateParams;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The official clients for Java, each asked in the JSON of its own form. What they hand out is what they read: each object or
 * event is checked against the client's own types and told as the client itself writes it.
 */
final class Sdk implements AutoCloseable {

    private static final ObjectMapper OPENAI = com.openai.core.ObjectMappers.jsonMapper();
    private static final ObjectMapper ANTHROPIC = com.anthropic.core.ObjectMappers.jsonMapper();

    private final OpenAIClient openai;
    private final AnthropicClient anthropic;
    private final com.google.genai.Client google;

    Sdk(RunningGateway gateway) {
        openai = OpenAIOkHttpClient.builder().baseUrl(gateway.address() + "/v1").apiKey(gateway.key()).maxRetries(0)
            .build();
        anthropic = AnthropicOkHttpClient.builder().baseUrl(gateway.address().toString()).apiKey(gateway.key())
            .maxRetries(0).build();
        google = GeminiClients.of(gateway);
    }

    /** How one client asks: by these fields, as the talk's request has them, for one answer or for its events. */
    interface Asking {

        List<JsonObject> ask(Sdk sdk, JsonObject request, boolean streamed);
    }

    /** A raw value stands for any type, as the client's own guide has it. */
    @SuppressWarnings("unchecked")
    List<JsonObject> chat(JsonObject request, boolean streamed) {
        var fields = fields(OPENAI, request, new TypeReference<Map<String, com.openai.core.JsonValue>>() {});
        var params = ChatCompletionCreateParams.builder().model(request.get("model").getAsString())
            .messages(fields.remove("messages")).additionalBodyProperties(fields).build();
        if (!streamed) {
            return List.of(told(OPENAI, openai.chat().completions().create(params).validate()));
        }
        try (var stream = openai.chat().completions().createStreaming(params)) {
            return stream.stream().map(chunk -> told(OPENAI, chunk.validate())).toList();
        }
    }

    /** A raw value stands for any type, as the client's own guide has it. */
    @SuppressWarnings("unchecked")
    List<JsonObject> responses(JsonObject request, boolean streamed) {
        var fields = fields(OPENAI, request, new TypeReference<Map<String, com.openai.core.JsonValue>>() {});
        var params = ResponseCreateParams.builder().model(request.get("model").getAsString())
            .input(fields.remove("input")).additionalBodyProperties(fields).build();
        if (!streamed) {
            return List.of(told(OPENAI, openai.responses().create(params).validate()));
        }
        try (var stream = openai.responses().createStreaming(params)) {
            return stream.stream().map(event -> told(OPENAI, event.validate())).toList();
        }
    }

    /** A raw value stands for any type, as the client's own guide has it. */
    @SuppressWarnings("unchecked")
    List<JsonObject> messages(JsonObject request, boolean streamed) {
        var fields = fields(ANTHROPIC, request, new TypeReference<Map<String, com.anthropic.core.JsonValue>>() {});
        fields.remove("max_tokens");
        var params = MessageCreateParams.builder().model(request.get("model").getAsString())
            .maxTokens(request.get("max_tokens").getAsLong()).messages(fields.remove("messages"))
            .additionalBodyProperties(fields).build();
        if (!streamed) {
            return List.of(told(ANTHROPIC, anthropic.messages().create(params).validate()));
        }
        try (var stream = anthropic.messages().createStreaming(params)) {
            return stream.stream().map(event -> told(ANTHROPIC, event.validate())).toList();
        }
    }

    List<JsonObject> generate(JsonObject request, boolean streamed) {
        var config = JsonSerializable
            .fromJsonString(request.get("config").toString(), GenerateContentConfig.class).toBuilder()
            .httpOptions(HttpOptions.builder()
                .extraBody(Map.of("provider", new Gson().fromJson(request.get("provider"), Map.class))).build())
            .build();
        var contents = request.getAsJsonArray("contents").asList().stream()
            .map(content -> JsonSerializable.fromJsonString(content.toString(), Content.class)).toList();
        var model = request.get("model").getAsString();
        if (!streamed) {
            return List.of(json(google.models.generateContent(model, contents, config).toJson()));
        }
        try (var stream = google.models.generateContentStream(model, contents, config)) {
            var events = new ArrayList<JsonObject>();
            stream.forEach(event -> events.add(json(event.toJson())));
            return events;
        }
    }

    /** Without what the client itself sets: the model, and whether it streams. */
    private static <V> Map<String, V> fields(ObjectMapper mapper, JsonObject request,
        TypeReference<Map<String, V>> type) {
        try {
            var fields = mapper.readValue(request.toString(), type);
            fields.remove("model");
            fields.remove("stream");
            return fields;
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonObject told(ObjectMapper mapper, Object read) {
        try {
            return json(mapper.writeValueAsString(read));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonObject json(String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }

    @Override
    public void close() {
        openai.close();
        anthropic.close();
        google.close();
    }
}
