package dev.powerstrip.clients;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.stream.Stream;

/** A client of Responses, which gives every item back as it came, or goes on by the id of the response before. */
class ResponsesTalk extends Talk {

    private final boolean byId;

    private ResponsesTalk(String model, String provider, boolean streamed, boolean byId) {
        super(streamed, """
            {"model":"%s","stream":%s,"provider":{"only":["%s"]},"reasoning":{"effort":"low"},"max_output_tokens":8000,\
            "store":%s,"include":["reasoning.encrypted_content"],"input":[{"role":"user","content":"Weather?"}],\
            "tools":[{"type":"function","name":"weather","parameters":{"type":"object","properties":{"city":\
            {"type":"string"}}}}]}""".formatted(model, streamed, provider, byId));
        this.byId = byId;
    }

    /** A client whose requests look otherwise, always streamed, and that keeps the conversation itself. */
    ResponsesTalk(String request) {
        super(true, request);
        this.byId = false;
    }

    /** A client that keeps the conversation itself. */
    static Talk byItems(String model, String provider, boolean streamed) {
        return new ResponsesTalk(model, provider, streamed, false);
    }

    /** A client that has the gateway keep it. */
    static Talk byId(String model, String provider, boolean streamed) {
        return new ResponsesTalk(model, provider, streamed, true);
    }

    @Override
    String route() {
        return "responses";
    }

    @Override
    JsonElement turn(JsonObject answer) {
        return answer;
    }

    @Override
    JsonElement gathered(Stream<JsonObject> events) {
        return events.reduce((first, later) -> later).orElseThrow().getAsJsonObject("response");
    }

    @Override
    void keep(JsonElement turn) {
        var response = turn.getAsJsonObject();
        var output = response.getAsJsonArray("output");
        if (byId) {
            request.add("previous_response_id", response.get("id"));
            request.add("input", new JsonArray());
        } else {
            request.getAsJsonArray("input").addAll(output);
        }
        var results = output.asList().stream().map(JsonElement::getAsJsonObject)
            .filter(item -> item.get("type").getAsString().equals("function_call")).map(ResponsesTalk::result).toList();
        results.forEach(request.getAsJsonArray("input")::add);
        if (results.isEmpty()) {
            request.getAsJsonArray("input").add(said("user", new JsonPrimitive(QUESTION)));
        }
    }

    private static JsonObject result(JsonObject call) {
        var result = new JsonObject();
        result.addProperty("type", "function_call_output");
        result.add("call_id", call.get("call_id"));
        result.addProperty("output", WEATHER);
        return result;
    }
}
