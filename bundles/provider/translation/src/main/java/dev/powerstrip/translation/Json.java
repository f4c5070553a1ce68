package dev.powerstrip.translation;

import static dev.powerstrip.sdk.error.ErrorType.INVALID_REQUEST;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.error.GatewayException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Looks into trees that a client made: what is of another type than expected is refused by name, or is not there. */
public final class Json {

    private Json() {}

    public static Optional<String> text(JsonObject object, String name) {
        return primitive(object, name).filter(value -> value.getAsJsonPrimitive().isString())
            .map(JsonElement::getAsString);
    }

    public static Optional<Double> decimal(JsonObject object, String name) {
        return primitive(object, name).filter(value -> value.getAsJsonPrimitive().isNumber())
            .map(JsonElement::getAsDouble);
    }

    public static Optional<Long> number(JsonObject object, String name) {
        return decimal(object, name).map(Double::longValue);
    }

    public static Optional<Boolean> flag(JsonObject object, String name) {
        return primitive(object, name).filter(value -> value.getAsJsonPrimitive().isBoolean())
            .map(JsonElement::getAsBoolean);
    }

    private static Optional<JsonElement> primitive(JsonObject object, String name) {
        return Optional.ofNullable(object.get(name)).filter(JsonElement::isJsonPrimitive);
    }

    public static Optional<JsonObject> object(JsonObject object, String name) {
        return Optional.ofNullable(object.get(name)).filter(JsonElement::isJsonObject)
            .map(JsonElement::getAsJsonObject);
    }

    /** A member that is an object, made if it is not there. */
    public static JsonObject child(JsonObject object, String name) {
        if (!object.has(name)) {
            object.add(name, new JsonObject());
        }
        return object.getAsJsonObject(name);
    }

    /** The objects in an array; none if there is no such array. */
    public static List<JsonObject> objects(JsonObject object, String name) {
        return array(object, name).map(item -> {
            if (!item.isJsonObject()) {
                throw wrong(name, "an array of objects is expected");
            }
            return item.getAsJsonObject();
        }).toList();
    }

    /** The strings in an array, or one string that stands for itself. */
    public static List<String> texts(JsonObject object, String name) {
        return text(object, name).map(List::of).orElseGet(() -> array(object, name).map(item -> {
            if (!item.isJsonPrimitive()) {
                throw wrong(name, "a string or an array of strings is expected");
            }
            return item.getAsString();
        }).toList());
    }

    private static Stream<JsonElement> array(JsonObject object, String name) {
        var value = object.get(name);
        if (value == null || value.isJsonNull()) {
            return Stream.empty();
        }
        if (!value.isJsonArray()) {
            throw wrong(name, "an array is expected");
        }
        return StreamSupport.stream(value.getAsJsonArray().spliterator(), false);
    }

    /** An object that the client wrote as text, as tool arguments are; no text is an empty one. */
    public static JsonObject parsed(String json, String name) {
        if (json.isBlank()) {
            return new JsonObject();
        }
        try {
            return JsonParser.parseString(json).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw new GatewayException(INVALID_REQUEST, "%s: the text of a JSON object is expected".formatted(name), e);
        }
    }

    /** Copies a member, under that name, if it is there and is not null. */
    public static void copy(JsonObject from, String name, JsonObject to, String as) {
        if (from.has(name) && !from.get(name).isJsonNull()) {
            to.add(as, from.get(name));
        }
    }

    /** An object with one member. */
    public static JsonObject of(String name, JsonElement value) {
        var object = new JsonObject();
        object.add(name, value);
        return object;
    }

    public static JsonArray array(List<? extends JsonElement> items) {
        var array = new JsonArray();
        items.forEach(array::add);
        return array;
    }

    public static JsonElement string(String text) {
        return new JsonPrimitive(text);
    }

    /** A block or another object that says what it is. */
    public static JsonObject typed(String type) {
        var object = new JsonObject();
        object.addProperty("type", type);
        return object;
    }

    public static JsonObject typed(String type, String name, String value) {
        var object = typed(type);
        object.addProperty(name, value);
        return object;
    }

    public static GatewayException wrong(String name, String expected) {
        return new GatewayException(INVALID_REQUEST, name + ": " + expected);
    }
}
