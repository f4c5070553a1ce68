package dev.powerstrip.dialect.gemini;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.json.JsonView.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gathers tool calls, whose arguments come in pieces, into whole ones. */
final class ToolCalls {

    private final String generationId;
    private final long candidate;
    private final Map<String, Call> calls = new LinkedHashMap<>();
    private String last = "";

    private record Call(String id, String name, StringBuilder arguments) {}

    ToolCalls(String generationId, long candidate) {
        this.generationId = generationId;
        this.candidate = candidate;
    }

    /** A call is known by its index; some upstreams send none, or repeat id and name in every piece. */
    void read(JsonView piece) {
        var function = piece.get("function");
        var id = piece.get("id").string().filter(text -> !text.isEmpty());
        last = piece.get("index").isPresent() ? "#" + piece.get("index").integer().orElse(0) : id.orElse(last);
        var call = calls.computeIfAbsent(last, key -> new Call(id.orElseGet(this::madeUpId),
            function.get("name").string().orElse(""), new StringBuilder()));
        var arguments = function.get("arguments");
        call.arguments.append(arguments.kind() == Kind.OBJECT ? new String(arguments.toBytes(), StandardCharsets.UTF_8)
            : arguments.string().orElse(""));
    }

    /** OpenAI allows ids of 40 characters. */
    private String madeUpId() {
        return "call_%s_%d_%d".formatted(generationId.substring(generationId.lastIndexOf('-') + 1), candidate,
            calls.size());
    }

    /** The calls as parts; without those whose arguments are no object, which nobody could call with. */
    List<JsonObject> parts() {
        var parts = new ArrayList<JsonObject>();
        for (var call : calls.values()) {
            arguments(call).ifPresent(arguments -> {
                var said = new JsonObject();
                said.addProperty("id", call.id);
                said.addProperty("name", call.name);
                said.add("args", arguments);
                parts.add(GenerateToChat.of("functionCall", said));
            });
        }
        return parts;
    }

    /** What is wrong with the first call that had to be left out. */
    Optional<String> problem() {
        return calls.values().stream().filter(call -> arguments(call).isEmpty()).findFirst()
            .map(call -> "the arguments of the call of %s are no JSON object".formatted(call.name));
    }

    private static Optional<JsonObject> arguments(Call call) {
        var text = call.arguments.toString().strip();
        if (text.isEmpty() || text.equals("null")) {
            return Optional.of(new JsonObject());
        }
        try {
            var json = JsonParser.parseString(text);
            return json.isJsonObject() ? Optional.of(json.getAsJsonObject()) : Optional.empty();
        } catch (JsonParseException broken) {
            return Optional.empty();
        }
    }
}
