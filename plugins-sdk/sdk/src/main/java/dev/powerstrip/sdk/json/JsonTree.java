package dev.powerstrip.sdk.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Looks into trees of a client's making, for translators: a member of another type than asked for is not there, and a
 * list that is none is refused by name.
 */
public final class JsonTree {

    private JsonTree() {}

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

    /**
     * The objects in an array; none if there is no such array.
     *
     * @throws GatewayException naming the member, if something else stands there
     */
    public static List<JsonObject> objects(JsonObject object, String name) {
        return items(object, name).map(item -> {
            if (!item.isJsonObject()) {
                throw wrong(name, "an array of objects is expected");
            }
            return item.getAsJsonObject();
        }).toList();
    }

    /**
     * The strings in an array, or one string that stands for itself; none if there is neither.
     *
     * @throws GatewayException naming the member, if something else stands there
     */
    public static List<String> texts(JsonObject object, String name) {
        return text(object, name).map(List::of).orElseGet(() -> items(object, name).map(item -> {
            if (!item.isJsonPrimitive()) {
                throw wrong(name, "a string or an array of strings is expected");
            }
            return item.getAsString();
        }).toList());
    }

    private static Stream<JsonElement> items(JsonObject object, String name) {
        var value = object.get(name);
        if (value == null || value.isJsonNull()) {
            return Stream.empty();
        }
        if (!value.isJsonArray()) {
            throw wrong(name, "an array is expected");
        }
        return StreamSupport.stream(value.getAsJsonArray().spliterator(), false);
    }

    /**
     * An object that a client wrote as text, as tool arguments are; no text, and {@code null}, is an empty one.
     *
     * @throws GatewayException naming the member, if it is no such text
     */
    public static JsonObject parsed(String json, String name) {
        if (json.isBlank() || json.strip().equals("null")) {
            return new JsonObject();
        }
        try {
            return JsonParser.parseString(json).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw new GatewayException(ErrorType.INVALID_REQUEST,
                "%s: the text of a JSON object is expected".formatted(name), e);
        }
    }

    /** Sets a member of one object to what another has, if that has a value other than null. */
    public static void copy(JsonObject from, String name, JsonObject to, String as) {
        if (from.has(name) && !from.get(name).isJsonNull()) {
            to.add(as, from.get(name));
        }
    }

    /** An object of one member that is a text. */
    public static JsonObject of(String name, String value) {
        var object = new JsonObject();
        object.addProperty(name, value);
        return object;
    }

    /** An object of one member. */
    public static JsonObject of(String name, JsonElement value) {
        var object = new JsonObject();
        object.add(name, value);
        return object;
    }

    public static JsonArray array(List<? extends JsonElement> items) {
        var array = new JsonArray(items.size());
        items.forEach(array::add);
        return array;
    }

    /** The failure that names a member and says what was expected of it. */
    public static GatewayException wrong(String name, String expected) {
        return new GatewayException(ErrorType.INVALID_REQUEST, name + ": " + expected);
    }
}
