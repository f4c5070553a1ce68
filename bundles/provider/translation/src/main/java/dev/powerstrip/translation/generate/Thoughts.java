package dev.powerstrip.translation.generate;

import com.google.gson.JsonObject;
import dev.powerstrip.sdk.json.JsonTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What Gemini thought in an earlier turn and wants back unchanged: signatures, each where it came from, and parts that
 * the canonical form has no words for. What another provider thought is dropped.
 *
 * @param parts to stand before what was said
 * @param byId the signatures of tool calls and pictures
 * @param ofText the signatures of what was said
 */
record Thoughts(List<JsonObject> parts, Map<String, String> byId, List<String> ofText) {

    /** What this translation calls its own form in labelled parts and reasoning details. */
    static final String FORM = "gemini.generate";
    static final String FORMAT = "google-gemini-v1";
    private static final String SIGNATURE = "thoughtSignature";
    private static final String PICTURE = "image_";

    static Thoughts of(JsonObject message) {
        var thoughts = new Thoughts(new ArrayList<>(), new HashMap<>(), new ArrayList<>());
        JsonTree.objects(message, "reasoning_details").forEach(thoughts::add);
        return thoughts;
    }

    static String pictureId(int number) {
        return PICTURE + number;
    }

    private void add(JsonObject detail) {
        var type = JsonTree.text(detail, "type").orElse("");
        if (type.equals("native")) {
            Parts.own(detail).ifPresent(parts::add);
        }
        if (JsonTree.text(detail, "format").filter(FORMAT::equals).isEmpty()) {
            return;
        }
        if (type.equals("reasoning.encrypted")) {
            JsonTree.text(detail, "data").ifPresent(data -> JsonTree.text(detail, "id")
                .ifPresentOrElse(id -> byId.put(id, data), () -> ofText.add(data)));
        } else if (type.equals("reasoning.text")) {
            JsonTree.text(detail, "signature").ifPresent(signature -> parts.add(thought(detail, signature)));
        }
    }

    private static JsonObject thought(JsonObject detail, String signature) {
        var part = Parts.text(JsonTree.text(detail, "text").orElse(""));
        part.addProperty("thought", true);
        part.addProperty(SIGNATURE, signature);
        return part;
    }

    /** What was said, the last text signed; where there are more signatures, or is no text, they stand alone. */
    List<JsonObject> signed(List<JsonObject> said) {
        var all = new ArrayList<JsonObject>();
        for (int i = 0; i < ofText.size(); i++) {
            boolean last = i == ofText.size() - 1;
            var bearer = last && !said.isEmpty() && said.get(said.size() - 1).has("text")
                ? said.get(said.size() - 1) : Parts.text("");
            bearer.addProperty(SIGNATURE, ofText.get(i));
            if (!said.contains(bearer)) {
                all.add(bearer);
            }
        }
        all.addAll(said);
        return all;
    }

    List<JsonObject> signedPictures(List<JsonObject> pictures) {
        for (int i = 0; i < pictures.size(); i++) {
            sign(pictures.get(i), pictureId(i));
        }
        return pictures;
    }

    /** Puts the signature of that call or picture to it, if it has one. */
    void sign(JsonObject part, String id) {
        if (byId.containsKey(id)) {
            part.addProperty(SIGNATURE, byId.get(id));
        }
    }
}
