package dev.powerstrip.translation.messages;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.json.JsonTree;
import dev.powerstrip.translation.Typed;
import java.util.ArrayList;
import java.util.List;

/** A conversation in Anthropic's order: one system prompt, then turns that alternate and begin with the user's. */
final class Conversation {

    /** Stands where a conversation would begin with the assistant's turn, which Anthropic refuses. */
    private static final String OPENING = ".";

    private final List<JsonObject> system = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();

    private Conversation() {}

    static Conversation of(JsonObject chat) {
        var conversation = new Conversation();
        JsonTree.objects(chat, "messages").forEach(conversation::add);
        return conversation;
    }

    private void add(JsonObject message) {
        var role = JsonTree.text(message, "role").orElse("");
        switch (role) {
            case "system", "developer" -> {
                var blocks = Blocks.of(message.get("content"));
                if (turns.isEmpty()) {
                    system.addAll(blocks);
                } else {
                    say("user", blocks);
                }
            }
            case "user" -> say("user", named(message, Blocks.of(message.get("content"))));
            case "assistant" -> {
                say("assistant", Blocks.ofReasoning(message));
                say("assistant", Blocks.of(message.get("content")));
                say("assistant", Tools.calls(message));
            }
            case "tool", "function" -> answer(Tools.result(message));
            default -> throw JsonTree.wrong("messages[].role",
                "system, developer, user, assistant or tool is expected, not \"%s\"".formatted(role));
        }
    }

    /** Anthropic knows no names of speakers: they stand before what is said. */
    private static List<JsonObject> named(JsonObject message, List<JsonObject> blocks) {
        JsonTree.text(message, "name").ifPresent(name -> blocks.stream().filter(block -> block.has("text")).findFirst()
            .ifPresent(block -> block.addProperty("text", name + ": " + block.get("text").getAsString())));
        return blocks;
    }

    private void say(String role, List<JsonObject> blocks) {
        if (!blocks.isEmpty()) {
            turn(role).blocks.addAll(blocks);
        }
    }

    /** Tool results stand before all else in a turn. */
    private void answer(JsonObject result) {
        var blocks = turn("user").blocks;
        int after = 0;
        while (after < blocks.size() && isOf(blocks.get(after), "tool_result")) {
            after++;
        }
        blocks.add(after, result);
    }

    private Turn turn(String role) {
        if (turns.isEmpty() || !last().role.equals(role)) {
            turns.add(new Turn(role, new ArrayList<>()));
        }
        return last();
    }

    private Turn last() {
        return turns.get(turns.size() - 1);
    }

    /** One more thing that the system prompt says. */
    void instruct(String text) {
        system.add(Typed.of("text", "text", text));
    }

    /**
     * True where the model is to go on after a tool call whose thinking the client did not send back; with a thinking
     * budget Anthropic refuses that.
     */
    boolean lacksThinkingOfOpenCall() {
        if (turns.size() < 2 || !holds(last(), "tool_result")) {
            return false;
        }
        var call = turns.get(turns.size() - 2);
        return !holds(call, "thinking") && !holds(call, "redacted_thinking");
    }

    private static boolean holds(Turn turn, String type) {
        return turn.blocks.stream().anyMatch(block -> isOf(block, type));
    }

    private static boolean isOf(JsonObject block, String type) {
        return JsonTree.text(block, "type").filter(type::equals).isPresent();
    }

    void addTo(JsonObject message) {
        if (turns.isEmpty() || turns.get(0).role.equals("assistant")) {
            turns.add(0, new Turn("user", List.of(Typed.of("text", "text", OPENING))));
        }
        trimPrefill();
        addSystem(message);
        var messages = new JsonArray();
        turns.forEach(turn -> messages.add(turn.json()));
        message.add("messages", messages);
    }

    /** An answer that is begun must not end in white space. */
    private void trimPrefill() {
        var block = last().blocks.get(last().blocks.size() - 1);
        if (last().role.equals("assistant") && isOf(block, "text")) {
            block.addProperty("text", block.get("text").getAsString().stripTrailing());
        }
    }

    private void addSystem(JsonObject message) {
        if (system.size() == 1 && system.get(0).size() == 2) {
            message.add("system", system.get(0).get("text"));
        } else if (!system.isEmpty()) {
            message.add("system", array(system));
        }
    }

    private static JsonArray array(List<? extends JsonElement> items) {
        var array = new JsonArray();
        items.forEach(array::add);
        return array;
    }

    private record Turn(String role, List<JsonObject> blocks) {

        /** A turn of nothing but one text is said as that text. */
        JsonObject json() {
            var json = new JsonObject();
            json.addProperty("role", role);
            boolean plain = blocks.size() == 1 && isOf(blocks.get(0), "text") && blocks.get(0).size() == 2;
            json.add("content", plain ? blocks.get(0).get("text") : array(blocks));
            return json;
        }
    }
}
