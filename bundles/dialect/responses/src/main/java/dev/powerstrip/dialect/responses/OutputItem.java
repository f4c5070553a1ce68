package dev.powerstrip.dialect.responses;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

/** One item of an answer: begins, grows, and is done. What happens to it is said as events. */
abstract class OutputItem {

    private final Events events;
    private final int index;
    private final String id;
    private String status = "in_progress";

    OutputItem(Events events, int index, String id) {
        this.events = events;
        this.index = index;
        this.id = id;
    }

    String id() {
        return id;
    }

    /** The item as it stands. */
    final JsonObject json() {
        return json(status);
    }

    abstract JsonObject json(String state);

    /** Ends what is still growing in it. */
    abstract void finish();

    final void begin() {
        sayItem("response.output_item.added");
    }

    /** Is done, in that state; only once. */
    final void close(String state) {
        finish();
        status = state;
        sayItem("response.output_item.done");
    }

    private void sayItem(String type) {
        var event = events.event(type);
        event.addProperty("output_index", index);
        event.add("item", json());
        events.say(event);
    }

    /** Begins an event about a part of this item. */
    final Event event(String type) {
        var event = events.event(type);
        event.addProperty("item_id", id);
        event.addProperty("output_index", index);
        return new Event(event, events);
    }

    /** An event that is being worded. */
    record Event(JsonObject json, Events events) {

        Event with(String name, String value) {
            json.addProperty(name, value);
            return this;
        }

        Event with(String name, int value) {
            json.addProperty(name, value);
            return this;
        }

        Event with(String name, JsonElement value) {
            json.add(name, value);
            return this;
        }

        void say() {
            events.say(json);
        }
    }
}
