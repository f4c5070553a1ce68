package dev.powerstrip.dialect.gemini;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.json.JsonTree;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.json.JsonView.Kind;
import java.util.Optional;

/**
 * Reads what an answer tells of its thoughts: words to be shown at once, and {@code reasoning_details} to be gathered, for
 * they have to come back as they were.
 */
final class Reasoning {

    private final JsonArray details = new JsonArray();
    private boolean inPlain;

    /**
     * The words to be shown. Plain reasoning and its details tell the same thought; a stream is believed in plain words once it
     * had any, as its details may come late and whole.
     */
    String read(JsonView said, boolean whole) {
        var plain = said.get("reasoning").string().or(() -> said.get("reasoning_content").string()).orElse("");
        inPlain |= !plain.isEmpty();
        var detailed = new StringBuilder();
        for (var detail : said.get("reasoning_details").items()) {
            detailed.append(detail.get("text").string().or(() -> detail.get("summary").string()).orElse(""));
            if (detail.kind() == Kind.OBJECT && !Candidate.isOwn(detail)) {
                gather(detail.tree().getAsJsonObject());
            }
        }
        return inPlain ? plain : detailed.toString();
    }

    /** Pieces of one text go on from each other until it is signed; what has an id is whole, as is all else. */
    private void gather(JsonObject detail) {
        var last = details.isEmpty() ? new JsonObject() : details.get(details.size() - 1).getAsJsonObject();
        for (var name : new String[] {"text", "summary"}) {
            if (goesOn(last, detail, name)) {
                var text = JsonTree.text(last, name).orElse("") + JsonTree.text(detail, name).orElse("");
                detail.entrySet().stream().filter(field -> !field.getValue().isJsonNull())
                    .forEach(field -> last.add(field.getKey(), field.getValue()));
                last.addProperty(name, text);
                return;
            }
        }
        details.add(detail);
    }

    private static boolean goesOn(JsonObject last, JsonObject detail, String name) {
        return JsonTree.text(detail, "type").filter(("reasoning." + name)::equals).isPresent()
            && same(last, detail, "type") && same(last, detail, "index") && JsonTree.text(last, "signature").isEmpty()
            && JsonTree.text(last, "id").isEmpty();
    }

    private static boolean same(JsonObject last, JsonObject detail, String name) {
        return Optional.ofNullable(last.get(name)).map(JsonElement::toString)
            .equals(Optional.ofNullable(detail.get(name)).map(JsonElement::toString));
    }

    /** All of them; empty if there were none. */
    Optional<JsonArray> details() {
        return details.isEmpty() ? Optional.empty() : Optional.of(details);
    }
}
