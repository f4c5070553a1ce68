package dev.powerstrip.dialect.gemini;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.form.CarriedThoughts;
import dev.powerstrip.sdk.json.JsonView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A model's turn: what it thought, said, showed and called. */
final class ModelTurn {

    private static final String REASONING_FORMAT = "google-gemini-v1";

    private final StringBuilder reasoning = new StringBuilder();
    private final JsonArray reasoningDetails = new JsonArray();
    private final List<JsonObject> parts = new ArrayList<>();
    private final JsonArray pictures = new JsonArray();
    private final JsonArray toolCalls = new JsonArray();

    /** @param called gives a call its id */
    void add(JsonView part, Function<JsonView, String> called) {
        var signature = Names.get(part, "thoughtSignature").string().filter(text -> !text.isEmpty());
        var carried = signature.flatMap(CarriedThoughts::of);
        carried.ifPresent(details -> details.forEach(reasoningDetails::add));
        var own = carried.isPresent() ? Optional.<String>empty() : signature;
        var call = Names.get(part, "functionCall");
        var data = Names.get(part, "inlineData");
        var text = part.get("text").string();
        if (call.hasValue()) {
            var id = called.apply(call);
            own.ifPresent(proof -> sign(proof, Optional.of(id)));
            toolCalls.add(call(id, call));
        } else if (part.get("thought").isTrue()) {
            reasoning.append(text.orElse(""));
            own.ifPresent(proof -> detail(GenerateToChat.typed("reasoning.text", "text", text.orElse("")))
                .addProperty("signature", proof));
        } else if (Names.text(data, "mimeType").startsWith("image/")) {
            own.ifPresent(proof -> sign(proof, Optional.of("image_" + pictures.size())));
            pictures.add(Parts.picture(data));
        } else if (text.isPresent()) {
            own.ifPresent(proof -> sign(proof, Optional.empty()));
            Parts.of(part).ifPresent(parts::add);
        } else if (!part.fields().isEmpty()) {
            parts.add(GenerateToChat.labelled(unmarked(part, carried.isPresent())));
        }
    }

    private static JsonObject unmarked(JsonView part, boolean carrier) {
        var own = part.tree().getAsJsonObject();
        if (carrier) {
            own.remove("thoughtSignature");
            own.remove("thought_signature");
        }
        return own;
    }

    /** As the adapters of Gemini say where one belongs: to a call or a picture by its id, to the text without one. */
    private void sign(String signature, Optional<String> id) {
        var detail = detail(GenerateToChat.typed("reasoning.encrypted", "data", signature));
        id.ifPresent(bearer -> detail.addProperty("id", bearer));
    }

    private JsonObject detail(JsonObject detail) {
        detail.addProperty("format", REASONING_FORMAT);
        detail.addProperty("index", reasoningDetails.size());
        reasoningDetails.add(detail);
        return detail;
    }

    private static JsonObject call(String id, JsonView call) {
        var function = new JsonObject();
        GenerateToChat.copy(call, "name", function, "name");
        var arguments = call.get("args");
        function.addProperty("arguments",
            arguments.hasValue() ? new String(arguments.toBytes(), StandardCharsets.UTF_8) : "{}");
        var said = GenerateToChat.typed("function");
        said.addProperty("id", id);
        said.add("function", function);
        return said;
    }

    JsonObject message() {
        var message = new JsonObject();
        message.addProperty("role", "assistant");
        message.add("content", content());
        if (!reasoning.isEmpty()) {
            message.addProperty("reasoning", reasoning.toString());
        }
        if (!reasoningDetails.isEmpty()) {
            message.add("reasoning_details", reasoningDetails);
        }
        if (!toolCalls.isEmpty()) {
            message.add("tool_calls", toolCalls);
        }
        if (!pictures.isEmpty()) {
            message.add("images", pictures);
        }
        return message;
    }

    /** Several texts are one text with nothing between. */
    private JsonElement content() {
        if (parts.isEmpty()) {
            return toolCalls.isEmpty() ? new JsonPrimitive("") : JsonNull.INSTANCE;
        }
        if (!parts.stream().allMatch(Parts::isPlainText)) {
            return Parts.content(parts);
        }
        var text = new StringBuilder();
        parts.forEach(part -> text.append(part.get("text").getAsString()));
        return new JsonPrimitive(text.toString());
    }
}
