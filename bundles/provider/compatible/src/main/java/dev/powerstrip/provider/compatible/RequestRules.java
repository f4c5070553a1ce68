package dev.powerstrip.provider.compatible;

import com.google.gson.JsonElement;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.json.JsonEdit;
import dev.powerstrip.sdk.json.JsonView;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** What a vendor wants said otherwise beside messages and tools, spliced into the client's bytes. Immutable. */
final class RequestRules implements BiConsumer<ChatRequest, JsonEdit> {

    private final Map<String, JsonElement> refuse;
    private final Map<String, String> rename;
    private final Map<String, WordMap> values = new LinkedHashMap<>();
    private final WordMap responseFormats;
    private final List<String> drop;
    private final Map<String, JsonElement> defaults;
    private final boolean streamUsage;
    private final ReasoningRules reasoning;

    RequestRules(Fields fields) {
        refuse = fields.values("refuse");
        rename = fields.texts("rename");
        var words = fields.object("values");
        fields.values("values").keySet().forEach(name -> values.put(name, new WordMap(words.values(name))));
        responseFormats = new WordMap(fields.values("responseFormats"));
        drop = fields.list("drop");
        defaults = fields.values("defaults");
        streamUsage = !fields.has("streamUsage") || fields.truth("streamUsage");
        reasoning = new ReasoningRules(fields.object("reasoning"), fields.has("reasoning"));
        fields.readElsewhere("streamUsage", "messages", "tools");
        fields.done();
    }

    @Override
    public void accept(ChatRequest request, JsonEdit edit) {
        var body = request.body();
        refuse.forEach((name, harmless) -> refuse(body, edit, name, harmless));
        rename.forEach((name, theirs) -> rename(body, edit, name, theirs));
        values.forEach((name, words) -> words.apply(body.get(name), body.get(name), name, request, edit));
        responseFormats.apply(body.get("response_format").get("type"), body.get("response_format"), "response_format",
            request, edit);
        reasoning.apply(body, edit);
        drop.forEach(name -> {
            edit.remove(name);
            request.dropUnless(false, name);
        });
        if (!streamUsage) {
            edit.remove("stream_options");
        }
        defaults.forEach((name, value) -> {
            if (!isSaid(body, name)) {
                edit.set(body, name, value);
            }
        });
    }

    /** The harmless value says what the vendor does anyway: it is left out. */
    private static void refuse(JsonView body, JsonEdit edit, String name, JsonElement harmless) {
        var value = body.get(name);
        if (!value.hasValue() || value.length() < 16 && value.tree().equals(harmless)) {
            edit.remove(name);
        } else {
            throw new GatewayException(ErrorType.INVALID_REQUEST,
                "%s is not supported by this provider; leave it out, or name one that has it in provider.only"
                    .formatted(name));
        }
    }

    /** What the client says in the vendor's own word wins. */
    private static void rename(JsonView body, JsonEdit edit, String name, String theirs) {
        if (body.get(name).isPresent()) {
            if (!body.get(theirs).isPresent()) {
                edit.setRaw(body, theirs, body.get(name).toBytes());
            }
            edit.remove(name);
        }
    }

    private boolean isSaid(JsonView body, String name) {
        return body.get(name).isPresent() || rename.entrySet().stream()
            .anyMatch(entry -> entry.getValue().equals(name) && body.get(entry.getKey()).isPresent());
    }

    /** Texts of a value and what is said instead; {@code *} is any other value, null leaves it out. */
    private static final class WordMap {

        private static final String ANY_OTHER = "*";

        private final Map<String, JsonElement> words;

        WordMap(Map<String, JsonElement> words) {
            this.words = words;
        }

        /** @param word what decides, mostly the value itself */
        void apply(JsonView word, JsonView value, String name, ChatRequest request, JsonEdit edit) {
            var text = word.string().orElse(ANY_OTHER);
            var key = words.containsKey(text) ? text : ANY_OTHER;
            if (!value.hasValue() || !words.containsKey(key)) {
                return;
            }
            if (words.get(key).isJsonNull()) {
                edit.remove(name);
                request.dropUnless(false, name);
            } else {
                edit.setRaw(request.body(), name, words.get(key).toString().getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
