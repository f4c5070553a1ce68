package dev.powerstrip.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.stream.Stream;

/** A conversation as a client of one form holds it: it keeps every turn as it came and answers each call of a tool. */
abstract class Talk {

    static final String WEATHER = "12 °C";
    static final String QUESTION = "And then?";

    final boolean streamed;
    final JsonObject request;

    Talk(boolean streamed, String request) {
        this.streamed = streamed;
        this.request = JsonParser.parseString(request).getAsJsonObject();
    }

    /** Asks the model for its next turn and prepares the request after it. */
    final void turn(Caller caller, String key) throws Exception {
        var answer = caller.post(route(), request.toString(), key);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        keep(streamed ? gathered(events(answer.body())) : turn(answer.json()));
    }

    /** The form's own path. */
    abstract String route();

    /** The model's turn within a whole answer. */
    abstract JsonElement turn(JsonObject answer);

    /** The model's turn out of the events of a stream. */
    abstract JsonElement gathered(Stream<JsonObject> events);

    /** Adds the model's turn to the conversation, and what the client says to it. */
    abstract void keep(JsonElement turn);

    private static Stream<JsonObject> events(String body) {
        return body.lines().filter(line -> line.startsWith("data: {"))
            .map(line -> JsonParser.parseString(line.substring(6)).getAsJsonObject());
    }

    static JsonObject said(String role, JsonElement content) {
        var message = new JsonObject();
        message.addProperty("role", role);
        message.add("content", content);
        return message;
    }

    static JsonArray array(JsonObject owner, String name) {
        if (!owner.has(name)) {
            owner.add(name, new JsonArray());
        }
        return owner.getAsJsonArray(name);
    }

    /** Adds the next piece of a text. */
    static void grow(JsonObject owner, String name, JsonElement piece) {
        if (piece != null && piece.isJsonPrimitive()) {
            owner.addProperty(name,
                (owner.has(name) ? owner.get(name).getAsString() : "") + piece.getAsString());
        }
    }
}
