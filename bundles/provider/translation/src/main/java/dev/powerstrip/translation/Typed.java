package dev.powerstrip.translation;

import com.google.gson.JsonObject;

/** Blocks and other objects that say what they are. */
public final class Typed {

    private Typed() {}

    public static JsonObject of(String type) {
        var object = new JsonObject();
        object.addProperty("type", type);
        return object;
    }

    public static JsonObject of(String type, String name, String value) {
        var object = of(type);
        object.addProperty(name, value);
        return object;
    }
}
