package dev.powerstrip.translation.responses;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.json.JsonTree;
import dev.powerstrip.translation.Typed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts together again what the service thought in an earlier turn and encrypted; nothing of it is changed. What another
 * provider thought, or what is not encrypted and so was not kept by anyone, is dropped.
 */
final class Thoughts {

    private final String format;

    Thoughts(String format) {
        this.format = format;
    }

    /** The thoughts that a message of the assistant's brings back, in their order. */
    List<JsonObject> items(JsonObject message) {
        var items = new ArrayList<JsonObject>();
        var open = new Open();
        for (var detail : JsonTree.objects(message, "reasoning_details")) {
            if (JsonTree.text(detail, "type").filter("native"::equals).isPresent()) {
                Parts.own(detail).ifPresent(items::add);
            } else if (JsonTree.text(detail, "format").orElse(format).equals(format)) {
                open.add(detail).ifPresent(items::add);
            }
        }
        return items;
    }

    /** A thought whose summary has come and whose encrypted content has not. */
    private static final class Open {

        private String id = "";
        private JsonArray summary = new JsonArray();
        private JsonArray content = new JsonArray();

        Optional<JsonObject> add(JsonObject detail) {
            belong(JsonTree.text(detail, "id").orElse(""));
            switch (JsonTree.text(detail, "type").orElse("")) {
                case "reasoning.summary" -> JsonTree.text(detail, "summary")
                    .ifPresent(text -> summary.add(Typed.of("summary_text", "text", text)));
                case "reasoning.text" -> JsonTree.text(detail, "text")
                    .ifPresent(text -> content.add(Typed.of("reasoning_text", "text", text)));
                case "reasoning.encrypted" -> {
                    return JsonTree.text(detail, "data").map(this::closed);
                }
                default -> {}
            }
            return Optional.empty();
        }

        /** What begins another thought ends one that nobody encrypted; some clients keep the id of a part of it only. */
        private void belong(String other) {
            if (!id.isEmpty() && !other.isEmpty() && !other.equals(id)) {
                begin();
            }
            id = other.isEmpty() ? id : other;
        }

        private void begin() {
            id = "";
            summary = new JsonArray();
            content = new JsonArray();
        }

        private JsonObject closed(String data) {
            var item = Typed.of("reasoning");
            if (!id.isEmpty()) {
                item.addProperty("id", id);
            }
            item.add("summary", summary);
            if (!content.isEmpty()) {
                item.add("content", content);
            }
            item.addProperty("encrypted_content", data);
            begin();
            return item;
        }
    }
}
