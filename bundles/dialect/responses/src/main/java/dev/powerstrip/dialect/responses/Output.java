package dev.powerstrip.dialect.responses;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.chat.DataUrl;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes what an answer consists of, in the order in which it is said, and makes items of it. A thought or a message is done
 * when something else begins; calls are done at the end, as their pieces may come by turns.
 */
final class Output {

    private static final String COMPLETED = "completed";

    private final Events events;
    private final String idTail;
    private final Set<String> customTools;
    private final List<OutputItem> items = new ArrayList<>();
    private final Map<String, CallItem> calls = new LinkedHashMap<>();
    private Optional<ReasoningItem> thinking = Optional.empty();
    private Optional<MessageItem> speaking = Optional.empty();

    /** @param idTail what all ids of its items end in */
    Output(Events events, String idTail, Set<String> customTools) {
        this.events = events;
        this.idTail = idTail;
        this.customTools = customTools;
    }

    /** @param begins whether this is not the thought before, going on */
    void thought(String piece, boolean begins) {
        thinking().thought(piece, begins);
    }

    /** What a provider wants back with its thought; one that comes late has an item of its own. */
    void thoughtDetail(JsonObject detail) {
        thinking().detail(detail);
    }

    private ReasoningItem thinking() {
        if (thinking.isEmpty()) {
            closeSpeech();
            thinking = Optional.of(begin(new ReasoningItem(events, items.size(), id("rs"))));
        }
        return thinking.get();
    }

    void text(String piece, JsonArray logprobs) {
        speaking().text(piece, logprobs);
    }

    void refusal(String piece) {
        speaking().refusal(piece);
    }

    void annotation(JsonObject annotation) {
        speaking().annotation(annotation);
    }

    private MessageItem speaking() {
        if (speaking.isEmpty()) {
            closeThought();
            speaking = Optional.of(begin(new MessageItem(events, items.size(), id("msg"))));
        }
        return speaking.get();
    }

    /** True if that call has begun. */
    boolean calls(String key) {
        return calls.containsKey(key);
    }

    /** How many calls have begun. */
    int callCount() {
        return calls.size();
    }

    /** Begins a call, which is known by this key from now on. */
    void call(String key, String callId, String name) {
        closeThought();
        closeSpeech();
        boolean custom = customTools.contains(name);
        calls.put(key, begin(
            new CallItem(events, items.size(), id(custom ? "ctc" : "fc"), callId, name, custom)));
    }

    void arguments(String key, String piece) {
        calls.get(key).arguments(piece);
    }

    void image(DataUrl picture) {
        closeThought();
        closeSpeech();
        begin(new ImageItem(events, items.size(), id("ig"), picture)).close(COMPLETED);
    }

    private <T extends OutputItem> T begin(T item) {
        items.add(item);
        item.begin();
        return item;
    }

    private String id(String kind) {
        return "%s_%s_%d".formatted(kind, idTail, items.size());
    }

    private void closeThought() {
        thinking.ifPresent(item -> item.close(COMPLETED));
        thinking = Optional.empty();
    }

    private void closeSpeech() {
        speaking.ifPresent(item -> item.close(COMPLETED));
        speaking = Optional.empty();
    }

    /**
     * Ends the answer.
     *
     * @param status of what was not done yet
     * @return all items
     */
    JsonArray end(String status) {
        thinking.ifPresent(item -> item.close(status));
        speaking.ifPresent(item -> item.close(status));
        calls.values().forEach(item -> item.close(status));
        return items();
    }

    /** All items, those that are not done as they stand. */
    JsonArray items() {
        var said = new JsonArray();
        items.forEach(item -> said.add(item.json()));
        return said;
    }
}
