package dev.powerstrip.clients;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.powerstrip.sdk.testing.Reply;
import java.util.List;

/** Gemini, as generateContent shows it: of calls that are made at once only the first is signed. */
final class Gemini implements Mind {

    private static final String FIRST = """
        [{"text":"They ask.","thought":true},{"text":"Let me look.","thoughtSignature":"%s"},
        {"functionCall":{"name":"weather","args":%s},"thoughtSignature":"%s"}]""".formatted(Mind.seal(0, 0),
        Mind.call("Köln"), Mind.seal(0, 1));
    private static final String SECOND = """
        [{"functionCall":{"name":"weather","args":%s},"thoughtSignature":"%s"},
        {"functionCall":{"name":"weather","args":%s}}]""".formatted(Mind.call("Bonn"), Mind.seal(1, 0),
        Mind.call("Trier"));
    private static final String THIRD = """
        [{"text":"Rain everywhere.","thoughtSignature":"%s"}]""".formatted(Mind.seal(2, 0));
    private static final String FOURTH = """
        [{"functionCall":{"name":"weather","args":%s},"thoughtSignature":"%s"}]""".formatted(Mind.call("Ulm"),
        Mind.seal(3, 0));
    private static final String FIFTH = """
        [{"text":"Sun."}]""";
    private static final List<String> TURNS = List.of(FIRST, SECOND, THIRD, FOURTH, FIFTH);

    private static JsonArray parts(int turn) {
        return JsonParser.parseString(TURNS.get(turn)).getAsJsonArray();
    }

    /** A stream tells the signature of a text after it, at an empty one. */
    @Override
    public Reply answer(int turn, boolean streamed) {
        if (!streamed) {
            return Reply.json(event(parts(turn), turn, true));
        }
        var reply = Reply.stream();
        for (var each : parts(turn)) {
            var part = each.getAsJsonObject();
            if (part.has("text") && part.has("thoughtSignature")) {
                var signature = new JsonObject();
                signature.addProperty("text", "");
                signature.add("thoughtSignature", part.remove("thoughtSignature"));
                reply = reply.event(event(alone(part), turn, false)).event(event(alone(signature), turn, false));
            } else {
                reply = reply.event(event(alone(part), turn, false));
            }
        }
        return reply.event(event(new JsonArray(), turn, true));
    }

    private static JsonArray alone(JsonObject part) {
        var parts = new JsonArray();
        parts.add(part);
        return parts;
    }

    private static String event(JsonArray parts, int turn, boolean end) {
        return """
            {"candidates":[{"content":{"parts":%s,"role":"model"}%s,"index":0}],"usageMetadata":{"promptTokenCount":9,\
            "candidatesTokenCount":7,"thoughtsTokenCount":5},"modelVersion":"g","responseId":"r%d"}"""
            .formatted(parts, end ? ",\"finishReason\":\"STOP\"" : "", turn);
    }

    /** Calls without the ids that the gateway gave them, and signatures without the texts that they stand at. */
    @Override
    public List<JsonElement> broughtBack(JsonObject request) {
        return request.getAsJsonArray("contents").asList().stream().map(JsonElement::getAsJsonObject)
            .filter(content -> content.has("role") && content.get("role").getAsString().equals("model"))
            .flatMap(content -> kept(content.getAsJsonArray("parts")).stream()).toList();
    }

    @Override
    public List<JsonElement> said(int turn) {
        return kept(parts(turn));
    }

    private static List<JsonElement> kept(JsonArray parts) {
        return parts.asList().stream().map(part -> part.getAsJsonObject().deepCopy()).peek(part -> {
            part.remove("text");
            part.remove("thought");
            if (part.has("functionCall")) {
                part.getAsJsonObject("functionCall").remove("id");
            }
        }).filter(part -> part.size() > 0).map(JsonElement.class::cast).toList();
    }
}
