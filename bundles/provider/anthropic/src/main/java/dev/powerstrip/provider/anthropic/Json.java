package dev.powerstrip.provider.anthropic;

import static dev.powerstrip.sdk.error.ErrorType.INVALID_REQUEST;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.powerstrip.sdk.error.GatewayException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Looks into trees that a client made: what is of another type than expected is refused by name, or is not there. */
final class Json {

    private Json() {}

    static Optional<String> text(JsonObject object, String name) {
        return primitive(object, name).filter(value -> value.getAsJsonPrimitive().isString())
            .map(JsonElement::getAsString);
    }

    static Optional<Double> decimal(JsonObject object, String name) {
        return primitive(object, name).filter(value -> value.getAsJsonPrimitive().isNumber())
            .map(JsonElement::getAsDouble);
    }

    static Optional<Long> number(JsonObject object, String name) {
        return decimal(object, name).map(Double::longValue);
    }

    static Optional<Boolean> flag(JsonObject object, String name) {
        return primitive(object, name).filter(value -> value.getAsJsonPrimitive().isBoolean())
            .map(JsonElement::getAsBoolean);
    }

    private static Optional<JsonElement> primitive(JsonObject object, String name) {
        return Optional.ofNullable(object.get(name)).filter(JsonElement::isJsonPrimitive);
    }

    static Optional<JsonObject> object(JsonObject object, String name) {
        return Optional.ofNullable(object.get(name)).filter(JsonElement::isJsonObject)
            .map(JsonElement::getAsJsonObject);
    }

    /** A member that is an object, made if it is not there. */
    static JsonObject child(JsonObject object, String name) {
        if (!object.has(name)) {
            object.add(name, new JsonObject());
        }
        return object.getAsJsonObject(name);
    }

    /** The objects in an array; none if there is no such array. */
    static List<JsonObject> objects(JsonObject object, String name) {
        return array(object, name).map(item -> {
            if (!item.isJsonObject()) {
                throw wrong(name, "an array of objects is expected");
            }
            return item.getAsJsonObject();
        }).toList();
    }

    /** The strings in an array, or one string that stands for itself. */
    static List<String> texts(JsonObject object, String name) {
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
    static JsonObject parsed(String json, String name) {
        if (json.isBlank()) {
            return new JsonObject();
        }
        try {
            return JsonParser.parseString(json).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw new GatewayException(INVALID_REQUEST, "%s: the text of a JSON object is expected".formatted(name), e);
        }
    }

    /** A block or another object that says what it is. */
    static JsonObject typed(String type) {
        var object = new JsonObject();
        object.addProperty("type", type);
        return object;
    }

    static JsonObject typed(String type, String name, String value) {
        var object = typed(type);
        object.addProperty(name, value);
        return object;
    }

    static GatewayException wrong(String name, String expected) {
        return new GatewayException(INVALID_REQUEST, name + ": " + expected);
    }
}
