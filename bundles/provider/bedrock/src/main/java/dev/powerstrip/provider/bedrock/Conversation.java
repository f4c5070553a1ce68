package dev.powerstrip.provider.bedrock;

import com.google.gson.JsonObject;
import dev.powerstrip.sdk.json.JsonTree;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A conversation in Converse's order: one system prompt, then turns that alternate and begin with the user's. */
final class Conversation {

    /** Stands where Bedrock wants words and the client has none. */
    private static final String OPENING = ".";

    private final Blocks blocks;
    private final List<JsonObject> system = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();

    private Conversation(Blocks blocks) {
        this.blocks = blocks;
    }

    static Conversation of(JsonObject chat, Blocks blocks) {
        var conversation = new Conversation(blocks);
        JsonTree.objects(chat, "messages").forEach(conversation::add);
        return conversation;
    }

    private void add(JsonObject message) {
        var role = JsonTree.text(message, "role").orElse("");
        switch (role) {
            case "system", "developer" -> {
                var said = blocks.of(message.get("content"));
                if (turns.isEmpty()) {
                    system.addAll(said);
                } else {
                    say("user", said);
                }
            }
            case "user" -> say("user", named(message, blocks.of(message.get("content"))));
            case "assistant" -> {
                say("assistant", blocks.ofReasoning(message));
                say("assistant", blocks.of(message.get("content")));
                say("assistant", blocks.calls(message));
            }
            case "tool", "function" -> answer(blocks.result(message));
            default -> throw JsonTree.wrong("messages[].role",
                "system, developer, user, assistant or tool is expected, not \"%s\"".formatted(role));
        }
    }

    /** Bedrock knows no names of speakers: they stand before what is said. */
    private static List<JsonObject> named(JsonObject message, List<JsonObject> said) {
        JsonTree.text(message, "name").ifPresent(name -> said.stream().filter(block -> block.has("text")).findFirst()
            .ifPresent(block -> block.addProperty("text", name + ": " + block.get("text").getAsString())));
        return said;
    }

    private void say(String role, List<JsonObject> said) {
        if (!said.isEmpty()) {
            turn(role).blocks.addAll(said);
        }
    }

    /** Tool results stand before all else in a turn; a cache point stays behind its own. */
    private void answer(List<JsonObject> result) {
        var there = turn("user").blocks;
        int after = 0;
        while (after < there.size() && (there.get(after).has("toolResult") || there.get(after).has("cachePoint"))) {
            after++;
        }
        there.addAll(after, result);
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
        system.add(JsonTree.of("text", text));
    }

    /** The tools that were called so far: Bedrock wants them declared as long as they are spoken of. */
    Set<String> calledTools() {
        var names = new LinkedHashSet<String>();
        turns.stream().flatMap(turn -> turn.blocks.stream()).filter(block -> block.has("toolUse"))
            .forEach(block -> names.add(block.getAsJsonObject("toolUse").get("name").getAsString()));
        return names;
    }

    /**
     * True where Claude is to go on after a tool call whose thinking the client did not send back; with a thinking
     * budget that is refused.
     */
    boolean lacksThinkingOfOpenCall() {
        return turns.size() >= 2 && holds(last(), "toolResult")
            && !holds(turns.get(turns.size() - 2), "reasoningContent");
    }

    private static boolean holds(Turn turn, String kind) {
        return turn.blocks.stream().anyMatch(block -> block.has(kind));
    }

    void addTo(JsonObject converse) {
        if (turns.isEmpty() || turns.get(0).role.equals("assistant")) {
            turns.add(0, new Turn("user", new ArrayList<>(List.of(JsonTree.of("text", OPENING)))));
        }
        turns.stream().filter(turn -> holds(turn, "document") && !holds(turn, "text"))
            .forEach(turn -> turn.blocks.add(JsonTree.of("text", OPENING)));
        trimPrefill();
        if (!system.isEmpty()) {
            converse.add("system", JsonTree.array(system));
        }
        converse.add("messages", JsonTree.array(turns.stream().map(Turn::json).toList()));
    }

    /** An answer that is begun must not end in white space. */
    private void trimPrefill() {
        var block = last().blocks.get(last().blocks.size() - 1);
        if (last().role.equals("assistant") && block.has("text")) {
            block.addProperty("text", block.get("text").getAsString().stripTrailing());
        }
    }

    private record Turn(String role, List<JsonObject> blocks) {

        JsonObject json() {
            var json = JsonTree.of("role", role);
            json.add("content", JsonTree.array(blocks));
            return json;
        }
    }
}
