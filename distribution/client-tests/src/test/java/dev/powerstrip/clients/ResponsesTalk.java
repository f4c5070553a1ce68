package dev.powerstrip.clients;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.stream.Stream;

/** A client of OpenAI's Responses that keeps the conversation itself. */
final class ResponsesTalk extends Talk {

    ResponsesTalk(String model, String provider, boolean streamed) {
        super(streamed, """
            {"model":"%s","stream":%s,"store":false,"include":["reasoning.encrypted_content"],"provider":{"only":["%s"]},\
            "reasoning":{"effort":"low","summary":"auto"},"input":[{"role":"user","content":"Weather?"}],"tools":[\
            {"type":"function","name":"weather","parameters":{"type":"object"},"strict":false}]}""".formatted(model,
            streamed, provider));
    }

    @Override
    String route() {
        return "responses";
    }

    @Override
    JsonElement turn(JsonObject answer) {
        return answer.get("output");
    }

    @Override
    JsonElement gathered(Stream<JsonObject> events) {
        var output = new JsonArray();
        events.filter(event -> event.get("type").getAsString().equals("response.output_item.done"))
            .forEach(event -> output.add(event.get("item")));
        return output;
    }

    @Override
    void keep(JsonElement turn) {
        var input = request.getAsJsonArray("input");
        input.addAll(turn.getAsJsonArray());
        boolean called = false;
        for (var item : turn.getAsJsonArray()) {
            if (item.getAsJsonObject().get("type").getAsString().equals("function_call")) {
                called = true;
                var result = new JsonObject();
                result.addProperty("type", "function_call_output");
                result.add("call_id", item.getAsJsonObject().get("call_id"));
                result.addProperty("output", WEATHER);
                input.add(result);
            }
        }
        if (!called) {
            input.add(said("user", new JsonPrimitive(QUESTION)));
        }
    }
}
