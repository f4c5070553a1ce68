package dev.powerstrip.dialect.responses;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the model thinks: what may be read of it, and what its provider wants back. */
final class ReasoningItem extends OutputItem {

    private final JsonArray summary = new JsonArray();
    private final List<JsonObject> details = new ArrayList<>();
    private Optional<StringBuilder> open = Optional.empty();

    ReasoningItem(Events events, int index, String id) {
        super(events, index, id);
    }

    /** The next piece of a thought; a thought of its own if it begins one. */
    void thought(String piece, boolean begins) {
        if (begins) {
            finish();
        }
        if (open.isEmpty()) {
            open = Optional.of(new StringBuilder());
            sayPart("response.reasoning_summary_part.added", "");
        }
        open.get().append(piece);
        event("response.reasoning_summary_text.delta").with("summary_index", summary.size()).with("delta", piece)
            .say();
    }

    private void sayPart(String type, String text) {
        event(type).with("summary_index", summary.size()).with("part", Typed.of("summary_text", "text", text)).say();
    }

    /** A detail as the provider gave it; the pieces of one thought are put together, and a signature ends it. */
    void detail(JsonObject detail) {
        if (detail.has("signature")) {
            finish();
        }
        if (!details.isEmpty() && goesOn(details.get(details.size() - 1), detail)) {
            var last = details.get(details.size() - 1);
            var text = text(last) + text(detail);
            detail.entrySet().forEach(field -> last.add(field.getKey(), field.getValue()));
            last.addProperty("text", text);
        } else {
            details.add(detail);
        }
    }

    private static boolean goesOn(JsonObject last, JsonObject detail) {
        return isText(last) && isText(detail) && !last.has("signature") && last.has("index")
            && last.get("index").equals(detail.get("index"));
    }

    private static boolean isText(JsonObject detail) {
        return detail.has("type") && detail.get("type").getAsString().equals("reasoning.text");
    }

    private static String text(JsonObject detail) {
        return detail.has("text") && detail.get("text").isJsonPrimitive() ? detail.get("text").getAsString() : "";
    }

    @Override
    void finish() {
        open.map(StringBuilder::toString).ifPresent(text -> {
            event("response.reasoning_summary_text.done").with("summary_index", summary.size()).with("text", text)
                .say();
            sayPart("response.reasoning_summary_part.done", text);
            summary.add(Typed.of("summary_text", "text", text));
        });
        open = Optional.empty();
    }

    @Override
    JsonObject json(String state) {
        var item = new JsonObject();
        item.addProperty("id", id());
        item.addProperty("type", "reasoning");
        item.addProperty("status", state);
        item.add("summary", summary);
        Thoughts.sealed(details).ifPresent(sealed -> item.addProperty("encrypted_content", sealed));
        return item;
    }
}
