package dev.powerstrip.dialect.openai;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.dialect.AnswerFacts;
import dev.powerstrip.sdk.dialect.AnswerWriter;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.ServerSentEvent;
import dev.powerstrip.sdk.json.JsonEdit;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.json.JsonView.Kind;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes one chat answer as text completion chunks, or as one text completion. */
final class CompletionWriter implements AnswerWriter {

    private static final byte[] NOTHING = {};

    private final AnswerFacts facts;
    private final String echoed;
    /** How many characters of each choice's text have been told. */
    private final Map<Long, Integer> told = new HashMap<>();

    CompletionWriter(AnswerFacts facts) {
        this.facts = facts;
        this.echoed = CompletionRequests.echoed(facts.request().body());
    }

    @Override
    public String contentType() {
        return streamed() ? "text/event-stream" : "application/json";
    }

    private boolean streamed() {
        return facts.request().streamed();
    }

    @Override
    public byte[] write(Chunk chunk) {
        ChatWriter.requireShape(chunk, streamed());
        if (!chunk.whole() && chunk.terminal()) {
            return ServerSentEvent.of(chunk.data());
        }
        var json = chunk.json();
        var choices = choices(json.get("choices").items(), chunk.whole());
        var usage = usage(chunk);
        if (!chunk.whole() && choices.isEmpty() && usage.isEmpty()) {
            return NOTHING;
        }
        var completion = head(json);
        completion.add("choices", choices);
        if (!usage.isEmpty()) {
            completion.add("usage", usage);
        }
        var bytes = completion.toString().getBytes(StandardCharsets.UTF_8);
        return chunk.whole() ? bytes : ServerSentEvent.of(bytes);
    }

    private JsonObject head(JsonView json) {
        var head = new JsonObject();
        head.addProperty("id", facts.generationId());
        head.addProperty("object", "text_completion");
        head.addProperty("created", json.get("created").integer().orElse(facts.started().getEpochSecond()));
        head.addProperty("model", facts.endpoint().model());
        head.addProperty("provider", facts.endpoint().providerName());
        for (var same : List.of("system_fingerprint", "service_tier")) {
            if (json.get(same).hasValue()) {
                head.add(same, json.get(same).tree());
            }
        }
        return head;
    }

    /** A piece of a stream that tells nothing, such as the role, is left out. */
    private JsonArray choices(List<JsonView> items, boolean whole) {
        var choices = new JsonArray();
        for (var item : items) {
            var choice = choice(item, item.get(whole ? "message" : "delta"));
            boolean tells = !choice.get("text").getAsString().isEmpty() || choice.has("reasoning")
                || !choice.get("finish_reason").isJsonNull() || !choice.get("logprobs").isJsonNull();
            if (whole || tells) {
                choices.add(choice);
            }
        }
        return choices;
    }

    private JsonObject choice(JsonView choice, JsonView said) {
        long index = choice.get("index").integer().orElse(0);
        var text = (told.containsKey(index) ? "" : echoed) + text(said);
        int before = told.getOrDefault(index, echoed.length());
        told.put(index, told.getOrDefault(index, 0) + text.length());
        var json = new JsonObject();
        json.addProperty("text", text);
        json.addProperty("index", index);
        json.add("logprobs", TextLogprobs.of(choice.get("logprobs"), before));
        var finish = choice.get("finish_reason");
        json.add("finish_reason", orNull(finish));
        var own = choice.get("native_finish_reason");
        json.add("native_finish_reason", orNull(own.isPresent() ? own : finish));
        said.get("reasoning").string().filter(thought -> !thought.isEmpty())
            .ifPresent(thought -> json.addProperty("reasoning", thought));
        return json;
    }

    private static String text(JsonView said) {
        var content = said.get("content");
        return Stream.concat(Stream.of(content, said.get("refusal")),
            content.items().stream().map(part -> part.get("text")))
            .flatMap(text -> text.string().stream()).collect(Collectors.joining());
    }

    private static JsonElement orNull(JsonView value) {
        return value.isPresent() ? value.tree() : JsonNull.INSTANCE;
    }

    private JsonObject usage(Chunk chunk) {
        var usage = chunk.json().get("usage");
        if (usage.kind() != Kind.OBJECT) {
            return new JsonObject();
        }
        var edit = new JsonEdit(usage);
        chunk.usage().ifPresent(counted -> Costs.tell(facts, counted, (name, cost) -> edit.setRaw(usage, name, cost)));
        return JsonView.composed(edit.toBytes()).tree().getAsJsonObject();
    }

    @Override
    public byte[] fail(GatewayException error) {
        return streamed() ? ServerSentEvent.of(lastWords(error).toString().getBytes(StandardCharsets.UTF_8)) : NOTHING;
    }

    private JsonObject lastWords(GatewayException error) {
        var choice = new JsonObject();
        choice.addProperty("text", "");
        choice.addProperty("index", 0);
        choice.add("logprobs", JsonNull.INSTANCE);
        choice.addProperty("finish_reason", "error");
        choice.add("native_finish_reason", JsonNull.INSTANCE);
        var choices = new JsonArray();
        choices.add(choice);
        var chunk = head(JsonView.parse(new byte[] {'{', '}'}));
        chunk.add("error", ErrorEnvelope.error(error));
        chunk.add("choices", choices);
        return chunk;
    }

    @Override
    public byte[] keepAlive() {
        return streamed() ? ChatWriter.KEEP_ALIVE : NOTHING;
    }
}
