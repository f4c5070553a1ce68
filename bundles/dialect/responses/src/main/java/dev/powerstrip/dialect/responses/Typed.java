package dev.powerstrip.dialect.responses;

import com.google.gson.JsonObject;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonView;

/** Objects that say what they are in {@code type}. */
final class Typed {

    private Typed() {}

    static JsonObject of(String type) {
        var json = new JsonObject();
        json.addProperty("type", type);
        return json;
    }

    static JsonObject of(String type, String name, String value) {
        var json = of(type);
        json.addProperty(name, value);
        return json;
    }

    /** What the canonical form has no words for: only a translator of this form puts it back, others drop it. */
    static JsonObject labelled(JsonView value) {
        var part = of("native", "form", Form.OPENAI_RESPONSES.name());
        part.add("value", value.tree());
        return part;
    }

    /** The type of an item, a part or a tool; empty if it says none. */
    static String type(JsonView value) {
        return value.get("type").string().orElse("");
    }

    /** Copies a field with its number forms, if it is given. */
    static void copy(JsonView from, String name, JsonObject to, String as) {
        if (from.get(name).hasValue()) {
            to.add(as, from.get(name).tree());
        }
    }
}
