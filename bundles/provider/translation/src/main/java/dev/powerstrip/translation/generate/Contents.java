package dev.powerstrip.translation.generate;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.json.JsonTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A conversation in Gemini's order: one instruction, then turns that alternate and begin with the user's. */
final class Contents {

    /** Stands where a conversation would begin with the model's turn, which Gemini refuses. */
    private static final String OPENING = ".";
    /** Google's documented word for a call that another model made, or whose signature is lost. */
    private static final String NO_SIGNATURE = "skip_thought_signature_validator";

    private final Parts parts;
    private final Model model;
    private final List<JsonObject> system = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();
    private final Map<String, String> calls = new LinkedHashMap<>();

    private Contents(Parts parts, Model model) {
        this.parts = parts;
        this.model = model;
    }

    static Contents of(JsonObject chat, Parts parts, Model model) {
        var contents = new Contents(parts, model);
        JsonTree.objects(chat, "messages").forEach(contents::add);
        return contents;
    }

    private void add(JsonObject message) {
        var role = JsonTree.text(message, "role").orElse("");
        switch (role) {
            case "system", "developer" -> {
                var said = parts.of(message.get("content"));
                if (turns.isEmpty()) {
                    system.addAll(said);
                } else {
                    say("user", said);
                }
            }
            case "user" -> say("user", named(message, parts.of(message.get("content"))));
            case "assistant" -> addAnswer(message);
            case "tool", "function" -> addResult(message);
            default -> throw JsonTree.wrong("messages[].role",
                "system, developer, user, assistant or tool is expected, not \"%s\"".formatted(role));
        }
    }

    /** Gemini knows no names of speakers: they stand before what is said. */
    private static List<JsonObject> named(JsonObject message, List<JsonObject> said) {
        JsonTree.text(message, "name").ifPresent(name -> said.stream().filter(part -> part.has("text")).findFirst()
            .ifPresent(part -> part.addProperty("text", name + ": " + part.get("text").getAsString())));
        return said;
    }

    private void addAnswer(JsonObject message) {
        var thoughts = Thoughts.of(message);
        say("model", thoughts.parts());
        say("model", thoughts.signed(parts.of(message.get("content"))));
        say("model", thoughts.signedPictures(parts.pictures(message)));
        var said = Functions.calls(message, thoughts);
        if (model.wantsSignatures() && !said.isEmpty()) {
            said.get(0).asMap().putIfAbsent("thoughtSignature", new JsonPrimitive(NO_SIGNATURE));
        }
        say("model", said);
        JsonTree.objects(message, "tool_calls").forEach(call -> calls.put(JsonTree.text(call, "id").orElse(""),
            JsonTree.object(call, "function").flatMap(function -> JsonTree.text(function, "name")).orElse("")));
    }

    /**
     * The results of one step stand in one turn before all else, in the order of the calls; what tools brought besides
     * words comes after them.
     */
    private void addResult(JsonObject message) {
        var id = JsonTree.text(message, "tool_call_id").orElse("");
        var name = JsonTree.text(message, "name").orElseGet(() -> calls.getOrDefault(id, ""));
        if (name.isEmpty()) {
            throw JsonTree.wrong("messages[].tool_call_id", "no call with the id \"%s\" comes before".formatted(id));
        }
        int position = List.copyOf(calls.keySet()).indexOf(id);
        var turn = turn("user");
        var content = parts.of(message.get("content"));
        turn.results.put(position, Functions.result(id, name, message, content));
        turn.parts.addAll(content.stream().filter(part -> !part.has("text")).toList());
    }

    private void say(String role, List<JsonObject> said) {
        if (!said.isEmpty()) {
            turn(role).parts.addAll(said);
        }
    }

    private Turn turn(String role) {
        if (turns.isEmpty() || !turns.get(turns.size() - 1).role.equals(role)) {
            turns.add(new Turn(role, new TreeMap<>(), new ArrayList<>()));
        }
        return turns.get(turns.size() - 1);
    }

    void addTo(JsonObject body) {
        if (turns.isEmpty() || turns.get(0).role.equals("model")) {
            var opening = new Turn("user", new TreeMap<>(), new ArrayList<>());
            opening.parts.add(Parts.text(OPENING));
            turns.add(0, opening);
        }
        if (!system.isEmpty()) {
            var instruction = new JsonObject();
            instruction.add("parts", JsonTree.array(system));
            body.add("systemInstruction", instruction);
        }
        var contents = new JsonArray();
        turns.forEach(turn -> contents.add(turn.json()));
        body.add("contents", contents);
    }

    /** One side's say; results by the position of their calls. */
    private record Turn(String role, Map<Integer, JsonObject> results, List<JsonObject> parts) {

        JsonObject json() {
            var all = new ArrayList<>(results.values());
            all.addAll(parts);
            var json = new JsonObject();
            json.addProperty("role", role);
            json.add("parts", JsonTree.array(all));
            return json;
        }
    }
}
