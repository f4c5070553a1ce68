package dev.powerstrip.provider.compatible;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads one object of a descriptor, field by field, and says by its path which one is wrong or not known. */
final class Fields {

    private final String path;
    private final JsonObject json;
    private final Set<String> known = new TreeSet<>();

    Fields(JsonObject json) {
        this("", json);
    }

    private Fields(String path, JsonObject json) {
        this.path = path;
        this.json = json;
    }

    /** Fields that somebody else reads. */
    void readElsewhere(String... names) {
        known.addAll(List.of(names));
    }

    boolean has(String name) {
        return json.has(name);
    }

    /** The object of that name; one without fields where there is none. */
    Fields object(String name) {
        var value = value(name, new JsonObject());
        if (!value.isJsonObject()) {
            throw wrong(name, "has to be an object");
        }
        return new Fields(path + name + ".", value.getAsJsonObject());
    }

    private JsonElement value(String name, JsonElement otherwise) {
        known.add(name);
        return json.has(name) ? json.get(name) : otherwise;
    }

    String text(String name, String otherwise) {
        known.add(name);
        return json.has(name) ? text(name, json.get(name)) : otherwise;
    }

    private String text(String name, JsonElement value) {
        if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isString()) {
            throw wrong(name, "has to be a text");
        }
        return value.getAsString();
    }

    boolean truth(String name) {
        known.add(name);
        if (!json.has(name)) {
            return false;
        }
        if (!json.get(name).isJsonPrimitive() || !json.getAsJsonPrimitive(name).isBoolean()) {
            throw wrong(name, "has to be true or false");
        }
        return json.get(name).getAsBoolean();
    }

    List<String> list(String name, String... otherwise) {
        var value = json.has(name) ? value(name, new JsonArray()) : null;
        known.add(name);
        if (value == null) {
            return List.of(otherwise);
        }
        if (!value.isJsonArray()) {
            throw wrong(name, "has to be an array of texts");
        }
        var texts = new ArrayList<String>();
        value.getAsJsonArray().forEach(item -> texts.add(text(name, item)));
        return List.copyOf(texts);
    }

    /** An object whose every value is a text. */
    Map<String, String> texts(String name) {
        var texts = new LinkedHashMap<String, String>();
        values(name).forEach((key, value) -> texts.put(key, text(name + "." + key, value)));
        return texts;
    }

    /** An object of any values. */
    Map<String, JsonElement> values(String name) {
        var value = value(name, new JsonObject());
        if (!value.isJsonObject()) {
            throw wrong(name, "has to be an object");
        }
        return value.getAsJsonObject().asMap();
    }

    /** Says by its path what is wrong with a field. */
    IllegalArgumentException wrong(String name, String problem) {
        return new IllegalArgumentException(path + name + " " + problem);
    }

    /** To be called when every field has been read: what is left nobody knows. */
    void done() {
        for (var name : json.keySet()) {
            if (!known.contains(name)) {
                throw wrong(name, "is not known; known: " + String.join(", ", known));
            }
        }
    }
}
