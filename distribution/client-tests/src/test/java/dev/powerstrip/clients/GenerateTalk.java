package dev.powerstrip.clients;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.stream.Stream;

/** A client of Gemini's generateContent. */
final class GenerateTalk extends Talk {

    private final String model;

    GenerateTalk(String model, String provider, boolean streamed) {
        super(streamed, """
            {"provider":{"only":["%s"]},"generationConfig":{"thinkingConfig":{"includeThoughts":true}},"contents":[\
            {"role":"user","parts":[{"text":"Weather?"}]}],"tools":[{"functionDeclarations":[{"name":"weather",\
            "parameters":{"type":"OBJECT","properties":{"city":{"type":"STRING"}}}}]}]}""".formatted(provider));
        this.model = model;
    }

    @Override
    String route() {
        return "/v1beta/models/" + model + (streamed ? ":streamGenerateContent?alt=sse" : ":generateContent");
    }

    @Override
    JsonElement turn(JsonObject answer) {
        return answer.getAsJsonArray("candidates").get(0).getAsJsonObject().getAsJsonObject("content").get("parts");
    }

    /** Gemini's clients keep the parts as they came: joined, texts would lose the signatures that stand at them. */
    @Override
    JsonElement gathered(Stream<JsonObject> events) {
        var parts = new JsonArray();
        events.map(this::turn).filter(some -> some != null).forEach(some -> parts.addAll(some.getAsJsonArray()));
        return parts;
    }

    @Override
    void keep(JsonElement turn) {
        var contents = request.getAsJsonArray("contents");
        contents.add(content("model", turn.getAsJsonArray()));
        var answers = new JsonArray();
        for (var part : turn.getAsJsonArray()) {
            if (part.getAsJsonObject().has("functionCall")) {
                answers.add(answer(part.getAsJsonObject().getAsJsonObject("functionCall")));
            }
        }
        if (answers.isEmpty()) {
            var text = new JsonObject();
            text.addProperty("text", QUESTION);
            answers.add(text);
        }
        contents.add(content("user", answers));
    }

    private static JsonObject answer(JsonObject call) {
        var weather = new JsonObject();
        weather.addProperty("weather", WEATHER);
        var response = new JsonObject();
        response.add("name", call.get("name"));
        if (call.has("id")) {
            response.add("id", call.get("id"));
        }
        response.add("response", weather);
        var part = new JsonObject();
        part.add("functionResponse", response);
        return part;
    }

    private static JsonObject content(String role, JsonArray parts) {
        var content = new JsonObject();
        content.addProperty("role", role);
        content.add("parts", parts);
        return content;
    }
}
