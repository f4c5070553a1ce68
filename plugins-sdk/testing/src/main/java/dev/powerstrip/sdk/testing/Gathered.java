package dev.powerstrip.sdk.testing;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Form;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The message that a client of the canonical form has in the end, streamed or not: what it keeps in its conversation and
 * sends back with the next turn.
 *
 * @param message of the role {@code assistant}
 */
record Gathered(JsonObject message) {

    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    static Gathered of(Answer answer) {
        var message = new JsonObject();
        message.addProperty("role", "assistant");
        message.add("content", JsonNull.INSTANCE);
        answer.chunks().stream().filter(chunk -> chunk.form().equals(Form.OPENAI_CHAT))
            .filter(chunk -> !Arrays.equals(chunk.data(), DONE)).forEach(chunk -> add(chunk, message));
        return new Gathered(message);
    }

    private static void add(Chunk chunk, JsonObject message) {
        var choices = chunk.json().get("choices").items();
        if (!choices.isEmpty()) {
            var said = choices.get(0).get(chunk.whole() ? "message" : "delta");
            said.fields().forEach((name, value) -> add(name, value.tree(), message));
        }
    }

    private static void add(String name, JsonElement value, JsonObject to) {
        if (name.equals("role") || value.isJsonNull()) {
            return;
        }
        if (name.equals("tool_calls")) {
            value.getAsJsonArray().forEach(call -> addCall(call.getAsJsonObject(), to));
        } else if (value.isJsonArray()) {
            value.getAsJsonArray().forEach(array(name, to)::add);
        } else if (value.isJsonPrimitive()) {
            to.addProperty(name, text(to, name) + value.getAsString());
        } else {
            to.add(name, value);
        }
    }

    /** Pieces of a stream say which call they belong to; a whole answer's calls stand in order. */
    private static void addCall(JsonObject piece, JsonObject message) {
        var calls = array("tool_calls", message);
        int index = piece.has("index") ? piece.get("index").getAsInt() : calls.size();
        if (index == calls.size()) {
            var call = piece.deepCopy();
            call.remove("index");
            calls.add(call);
            return;
        }
        var function = calls.get(index).getAsJsonObject().getAsJsonObject("function");
        function.addProperty("arguments",
            text(function, "arguments") + text(piece.getAsJsonObject("function"), "arguments"));
    }

    private static JsonArray array(String name, JsonObject owner) {
        if (!owner.has(name)) {
            owner.add(name, new JsonArray());
        }
        return owner.getAsJsonArray(name);
    }

    private static String text(JsonObject owner, String name) {
        return Optional.ofNullable(owner.get(name)).filter(JsonElement::isJsonPrimitive).map(JsonElement::getAsString)
            .orElse("");
    }

    String content() {
        return text(message, "content");
    }

    String reasoning() {
        return text(message, "reasoning") + text(message, "reasoning_content");
    }

    List<JsonObject> calls() {
        return objects("tool_calls").toList();
    }

    /** What proves thoughts to the provider that had them, with the words that it proves. */
    List<String> signatures() {
        return objects("reasoning_details").flatMap(detail -> detail.has("signature")
            ? Stream.of(text(detail, "text"), text(detail, "signature")) : Stream.of(text(detail, "data")))
            .filter(text -> !text.isEmpty()).toList();
    }

    private Stream<JsonObject> objects(String name) {
        return message.has(name) ? message.getAsJsonArray(name).asList().stream().map(JsonElement::getAsJsonObject)
            : Stream.empty();
    }
}
