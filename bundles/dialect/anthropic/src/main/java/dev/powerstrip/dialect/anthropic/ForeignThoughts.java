package dev.powerstrip.dialect.anthropic;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.form.CarriedThoughts;
import dev.powerstrip.sdk.json.JsonTree;
import java.util.List;
import java.util.stream.Stream;

/** Gathers the {@code reasoning_details} that Messages have no words for, until a block carries them to the client. */
final class ForeignThoughts {

    private static final List<String> WORDS = List.of("text", "summary");

    private JsonArray details = new JsonArray();

    /** Some servers tell a thought in pieces that have all but their words in common; what has an id or is signed is whole. */
    void add(JsonObject detail) {
        var last = details.isEmpty() ? new JsonObject() : details.get(details.size() - 1).getAsJsonObject();
        var growing = WORDS.stream().filter(name -> last.has(name) && isLike(last, detail, name)).findFirst();
        growing.ifPresentOrElse(name -> last.addProperty(name,
            JsonTree.text(last, name).orElse("") + JsonTree.text(detail, name).orElse("")), () -> details.add(detail));
    }

    private static boolean isLike(JsonObject last, JsonObject detail, String but) {
        return Stream.of("id", "signature").noneMatch(name -> JsonTree.text(last, name).isPresent())
            && without(last, but).equals(without(detail, but));
    }

    private static JsonObject without(JsonObject detail, String name) {
        var others = detail.deepCopy();
        others.remove(name);
        return others;
    }

    boolean isEmpty() {
        return details.isEmpty();
    }

    /** The signature that carries what was gathered since the last one. */
    String signature() {
        var gathered = details;
        details = new JsonArray();
        return CarriedThoughts.signature(gathered);
    }
}
