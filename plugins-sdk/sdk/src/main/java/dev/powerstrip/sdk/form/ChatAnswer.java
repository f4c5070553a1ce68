package dev.powerstrip.sdk.form;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Says an answer in the canonical form. What is said goes out as chunks of a stream, or is gathered into one whole answer:
 * a translator is written once for both. One answer, one thread.
 */
public final class ChatAnswer {

    private final String id;
    private final String model;
    private final long created;
    private final boolean streamed;
    private final StringBuilder content = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final JsonArray reasoningDetails = new JsonArray();
    private final StringBuilder refusal = new StringBuilder();
    private final JsonArray images = new JsonArray();
    private final JsonArray annotations = new JsonArray();
    private final List<ToolCall> toolCalls = new ArrayList<>();
    private int imageCount;
    private boolean begun;
    private Finish finish;
    private Usage usage;

    /**
     * Begins an answer.
     *
     * @param id the upstream's own id of it
     * @param model the upstream's own name of the model
     * @param created seconds since the epoch
     * @param streamed whether the client wants chunks or one whole answer
     */
    public ChatAnswer(String id, String model, long created, boolean streamed) {
        this.id = id;
        this.model = model;
        this.created = created;
        this.streamed = streamed;
    }

    /** Tells the role; said by itself before the first content if nobody does. */
    public void begin(Consumer<Chunk> out) {
        if (!begun) {
            begun = true;
            var delta = new JsonObject();
            delta.addProperty("role", "assistant");
            delta.addProperty("content", "");
            emit(delta, "", false, out);
        }
    }

    public void text(String piece, Consumer<Chunk> out) {
        begin(out);
        content.append(streamed ? "" : piece);
        var delta = new JsonObject();
        delta.addProperty("content", piece);
        emit(delta, piece, !piece.isEmpty(), out);
    }

    public void reasoning(String piece, Consumer<Chunk> out) {
        begin(out);
        reasoning.append(streamed ? "" : piece);
        var delta = new JsonObject();
        delta.addProperty("reasoning", piece);
        emit(delta, piece, !piece.isEmpty(), out);
    }

    /** One of OpenRouter's {@code reasoning_details}, such as a signature or an encrypted block. */
    public void reasoningDetail(JsonObject detail, Consumer<Chunk> out) {
        item("reasoning_details", reasoningDetails, detail, out);
    }

    /** Why the model does not answer, in its own words. */
    public void refusal(String piece, Consumer<Chunk> out) {
        begin(out);
        refusal.append(streamed ? "" : piece);
        var delta = new JsonObject();
        delta.addProperty("refusal", piece);
        emit(delta, piece, !piece.isEmpty(), out);
    }

    /**
     * A picture that the model made.
     *
     * @param url where it is, or a data URL
     */
    public void image(String url, Consumer<Chunk> out) {
        var place = new JsonObject();
        place.addProperty("url", url);
        var image = new JsonObject();
        image.addProperty("type", "image_url");
        image.add("image_url", place);
        image.addProperty("index", imageCount++);
        item("images", images, image, out);
    }

    /** One of OpenRouter's {@code annotations}, such as a {@code url_citation}. */
    public void annotation(JsonObject annotation, Consumer<Chunk> out) {
        item("annotations", annotations, annotation, out);
    }

    private void item(String name, JsonArray items, JsonObject item, Consumer<Chunk> out) {
        begin(out);
        if (!streamed) {
            items.add(item);
        }
        var alone = new JsonArray();
        alone.add(item);
        var delta = new JsonObject();
        delta.add(name, alone);
        emit(delta, "", true, out);
    }

    /** Begins the next tool call; its index is the number of those before it. */
    public void toolCall(String callId, String name, Consumer<Chunk> out) {
        begin(out);
        var call = new ToolCall(callId, name, new StringBuilder());
        toolCalls.add(call);
        emit(toolDelta(call.json("")), "", true, out);
    }

    /**
     * The next piece of the last tool call's arguments: JSON text.
     *
     * @throws GatewayException if no tool call has begun, as the upstream that says so answers nonsense
     */
    public void toolArguments(String piece, Consumer<Chunk> out) {
        if (toolCalls.isEmpty()) {
            throw new GatewayException(ErrorType.PROVIDER_UNAVAILABLE,
                "the provider's answer has arguments of a tool call before the call");
        }
        var call = toolCalls.get(toolCalls.size() - 1);
        call.arguments.append(piece);
        var function = new JsonObject();
        function.addProperty("arguments", piece);
        var delta = new JsonObject();
        delta.add("function", function);
        emit(toolDelta(delta), piece, true, out);
    }

    private JsonObject toolDelta(JsonObject call) {
        var indexed = new JsonObject();
        indexed.addProperty("index", toolCalls.size() - 1);
        call.entrySet().forEach(field -> indexed.add(field.getKey(), field.getValue()));
        var calls = new JsonArray();
        calls.add(indexed);
        var delta = new JsonObject();
        delta.add("tool_calls", calls);
        return delta;
    }

    public void finish(Finish why) {
        this.finish = why;
    }

    /** What the answer cost in tokens; the last report counts. */
    public void usage(Usage reported) {
        this.usage = reported;
    }

    /** Ends it: the finish reason, the usage, the terminal event; or the whole answer. */
    public void end(Consumer<Chunk> out) {
        if (!streamed) {
            out.accept(whole());
            return;
        }
        begin(out);
        if (finish != null) {
            var body = head("chat.completion.chunk");
            body.add("choices", choices("delta", new JsonObject()));
            out.accept(Chunk.piece(Form.OPENAI_CHAT, "", bytes(body)).finish(finish).build());
        }
        if (usage != null) {
            var body = head("chat.completion.chunk");
            body.add("choices", new JsonArray());
            body.add("usage", json(usage));
            out.accept(Chunk.piece(Form.OPENAI_CHAT, "", bytes(body)).usage(usage).build());
        }
        out.accept(Chunk.piece(Form.OPENAI_CHAT, "", "[DONE]".getBytes(StandardCharsets.US_ASCII)).terminal().build());
    }

    private void emit(JsonObject delta, String text, boolean isContent, Consumer<Chunk> out) {
        if (!streamed) {
            return;
        }
        var body = head("chat.completion.chunk");
        var choice = new JsonObject();
        choice.addProperty("index", 0);
        choice.add("delta", delta);
        choice.add("finish_reason", JsonNull.INSTANCE);
        var choices = new JsonArray();
        choices.add(choice);
        body.add("choices", choices);
        var chunk = Chunk.piece(Form.OPENAI_CHAT, "", bytes(body));
        if (isContent) {
            chunk.content(() -> text);
        }
        out.accept(chunk.build());
    }

    private Chunk whole() {
        var message = new JsonObject();
        message.addProperty("role", "assistant");
        if (content.isEmpty() && !toolCalls.isEmpty()) {
            message.add("content", JsonNull.INSTANCE);
        } else {
            message.addProperty("content", content.toString());
        }
        message.add("refusal", refusal.isEmpty() ? JsonNull.INSTANCE : new JsonPrimitive(refusal.toString()));
        if (!reasoning.isEmpty()) {
            message.addProperty("reasoning", reasoning.toString());
        }
        if (!reasoningDetails.isEmpty()) {
            message.add("reasoning_details", reasoningDetails);
        }
        if (!toolCalls.isEmpty()) {
            var calls = new JsonArray();
            toolCalls
                .forEach(call -> calls.add(call.json(call.arguments.isEmpty() ? "{}" : call.arguments.toString())));
            message.add("tool_calls", calls);
        }
        if (!images.isEmpty()) {
            message.add("images", images);
        }
        if (!annotations.isEmpty()) {
            message.add("annotations", annotations);
        }
        var body = head("chat.completion");
        body.add("choices", choices("message", message));
        if (usage != null) {
            body.add("usage", json(usage));
        }
        var chunk = Chunk.whole(Form.OPENAI_CHAT, bytes(body)).content(this::said);
        if (finish != null) {
            chunk.finish(finish);
        }
        if (usage != null) {
            chunk.usage(usage);
        }
        return chunk.build();
    }

    private String said() {
        var said = new StringBuilder(reasoning).append(content).append(refusal);
        toolCalls.forEach(call -> said.append(call.arguments));
        return said.toString();
    }

    private JsonObject head(String object) {
        var head = new JsonObject();
        head.addProperty("id", id);
        head.addProperty("object", object);
        head.addProperty("created", created);
        head.addProperty("model", model);
        return head;
    }

    private JsonArray choices(String name, JsonObject value) {
        var choice = new JsonObject();
        choice.addProperty("index", 0);
        choice.add(name, value);
        choice.addProperty("finish_reason", finish == null ? "stop" : finish.reason());
        choice.addProperty("native_finish_reason", finish == null ? "stop" : finish.nativeReason());
        var choices = new JsonArray();
        choices.add(choice);
        return choices;
    }

    private static JsonObject json(Usage usage) {
        var prompt = new JsonObject();
        prompt.addProperty("cached_tokens", usage.cached());
        prompt.addProperty("cache_write_tokens", usage.cacheWritten());
        addIfAny(prompt, "audio_tokens", usage.audio());
        var completion = new JsonObject();
        completion.addProperty("reasoning_tokens", usage.reasoning());
        addIfAny(completion, "audio_tokens", usage.audioCompletion());
        addIfAny(completion, "image_tokens", usage.imageCompletion());
        var json = new JsonObject();
        json.addProperty("prompt_tokens", usage.prompt());
        json.addProperty("completion_tokens", usage.completion());
        json.addProperty("total_tokens", usage.total());
        json.add("prompt_tokens_details", prompt);
        json.add("completion_tokens_details", completion);
        if (usage.searches() > 0) {
            var tools = new JsonObject();
            tools.addProperty("web_search_requests", usage.searches());
            json.add("server_tool_use", tools);
        }
        return json;
    }

    private static void addIfAny(JsonObject json, String name, long count) {
        if (count > 0) {
            json.addProperty(name, count);
        }
    }

    private static byte[] bytes(JsonObject body) {
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    private record ToolCall(String id, String name, StringBuilder arguments) {

        JsonObject json(String text) {
            var function = new JsonObject();
            function.addProperty("name", name);
            function.addProperty("arguments", text);
            var call = new JsonObject();
            call.addProperty("id", id);
            call.addProperty("type", "function");
            call.add("function", function);
            return call;
        }
    }
}
