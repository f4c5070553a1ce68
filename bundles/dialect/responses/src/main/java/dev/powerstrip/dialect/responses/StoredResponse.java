package dev.powerstrip.dialect.responses;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.json.JsonEdit;
import dev.powerstrip.sdk.json.JsonView;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A response with all that its model was given, as it is stored: {@code {"response":{..},"input":..}}. The input holds the
 * turns before too, so each can be deleted without those after it.
 */
record StoredResponse(JsonView json) {

    static StoredResponse of(byte[] response, JsonView input) {
        var json = new ByteArrayOutputStream(response.length + input.length() + 32);
        json.writeBytes(bytes("{\"response\":"));
        json.writeBytes(response);
        json.writeBytes(bytes(",\"input\":"));
        json.writeBytes(input.toBytes());
        json.writeBytes(bytes("}"));
        return parse(json.toByteArray());
    }

    static StoredResponse parse(byte[] json) {
        return new StoredResponse(JsonView.composed(json));
    }

    /** The same with another status, and why if it failed. */
    StoredResponse ended(String status, JsonElement error) {
        var edit = new JsonEdit(json).set(response(), "status", new JsonPrimitive(status))
            .set(response(), "error", error);
        return parse(edit.toBytes());
    }

    boolean inProgress() {
        return response().get("status").string().filter("in_progress"::equals).isPresent();
    }

    JsonView response() {
        return json.get("response");
    }

    /** The items that the model was given. */
    List<byte[]> input() {
        return items(json.get("input"));
    }

    /** A text is what the user says. */
    private static List<byte[]> items(JsonView input) {
        if (input.kind() == JsonView.Kind.STRING) {
            return List.of(bytes("{\"type\":\"message\",\"role\":\"user\",\"content\":%s}"
                .formatted(new JsonPrimitive(input.string().orElseThrow()))));
        }
        return input.items().stream().map(JsonView::toBytes).toList();
    }

    /** The input of a request that goes on from this one: all that was said so far, then what is said now. */
    byte[] continuedBy(JsonView input) {
        var all = new ArrayList<>(input());
        response().get("output").items().forEach(item -> all.add(item.toBytes()));
        all.addAll(items(input));
        var array = new ByteArrayOutputStream();
        array.write('[');
        for (var item : all) {
            if (array.size() > 1) {
                array.write(',');
            }
            array.writeBytes(item);
        }
        array.write(']');
        return array.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    byte[] toBytes() {
        return json.toBytes();
    }
}
