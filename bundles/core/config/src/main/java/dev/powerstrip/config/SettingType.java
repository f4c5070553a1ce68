package dev.powerstrip.config;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.osgi.service.metatype.AttributeDefinition;

/**
 * Reads one setting's JSON as the type its description says. A text whose default is an ISO-8601 duration has to be one
 * too: Metatype has no type for it.
 */
final class SettingType {

    private final AttributeDefinition definition;

    SettingType(AttributeDefinition definition) {
        this.definition = definition;
    }

    /** @throws IllegalArgumentException saying what is expected instead */
    Object value(JsonElement json) {
        int cardinality = definition.getCardinality();
        if (cardinality == 0) {
            return single(json);
        }
        if (!json.isJsonArray()) {
            throw expected("an array of " + plural(), json);
        }
        var items = new ArrayList<Object>();
        json.getAsJsonArray().forEach(item -> items.add(single(item)));
        return cardinality < 0 ? items : array(items);
    }

    /** Configuration Admin takes arrays of the type itself, not of {@code Object}. */
    private Object array(List<Object> items) {
        var array = Array.newInstance(type(), items.size());
        for (int i = 0; i < items.size(); i++) {
            Array.set(array, i, items.get(i));
        }
        return array;
    }

    private Class<?> type() {
        return switch (definition.getType()) {
            case AttributeDefinition.BOOLEAN -> Boolean.class;
            case AttributeDefinition.LONG -> Long.class;
            case AttributeDefinition.INTEGER -> Integer.class;
            case AttributeDefinition.SHORT -> Short.class;
            case AttributeDefinition.BYTE -> Byte.class;
            case AttributeDefinition.DOUBLE -> Double.class;
            case AttributeDefinition.FLOAT -> Float.class;
            case AttributeDefinition.CHARACTER -> Character.class;
            default -> String.class;
        };
    }

    private Object single(JsonElement json) {
        var value = switch (definition.getType()) {
            case AttributeDefinition.BOOLEAN -> truth(json);
            case AttributeDefinition.LONG -> whole(json, BigDecimal::longValueExact);
            case AttributeDefinition.INTEGER -> whole(json, BigDecimal::intValueExact);
            case AttributeDefinition.SHORT -> whole(json, BigDecimal::shortValueExact);
            case AttributeDefinition.BYTE -> whole(json, BigDecimal::byteValueExact);
            case AttributeDefinition.DOUBLE -> number(json, BigDecimal::doubleValue);
            case AttributeDefinition.FLOAT -> number(json, BigDecimal::floatValue);
            case AttributeDefinition.CHARACTER -> character(json);
            default -> duration(text(json));
        };
        var complaint = definition.validate(value.toString());
        if (complaint != null && !complaint.isEmpty()) {
            throw new IllegalArgumentException(inWords(complaint, json));
        }
        return value;
    }

    private Boolean truth(JsonElement json) {
        if (!(json instanceof JsonPrimitive primitive) || !primitive.isBoolean()) {
            throw expected("true or false", json);
        }
        return primitive.getAsBoolean();
    }

    private <T> T whole(JsonElement json, Function<BigDecimal, T> exact) {
        try {
            return number(json, exact);
        } catch (ArithmeticException notWhole) {
            throw expected("a whole number", json);
        }
    }

    private <T> T number(JsonElement json, Function<BigDecimal, T> as) {
        if (!(json instanceof JsonPrimitive primitive) || !primitive.isNumber()) {
            throw expected("a number", json);
        }
        return as.apply(primitive.getAsBigDecimal());
    }

    private Character character(JsonElement json) {
        var text = text(json);
        if (text.length() != 1) {
            throw expected("one character", json);
        }
        return text.charAt(0);
    }

    private String text(JsonElement json) {
        if (!(json instanceof JsonPrimitive primitive) || !primitive.isString()) {
            throw expected("a text", json);
        }
        return primitive.getAsString();
    }

    private String duration(String text) {
        var defaults = definition.getDefaultValue();
        if (defaults != null && defaults.length > 0 && isDuration(defaults[0]) && !isDuration(text)) {
            throw new IllegalArgumentException(
                "has to be an ISO-8601 duration such as \"%s\"; it is \"%s\"".formatted(defaults[0], text));
        }
        return text;
    }

    private static boolean isDuration(String text) {
        try {
            Duration.parse(text);
            return true;
        } catch (DateTimeParseException other) {
            return false;
        }
    }

    private String plural() {
        return switch (definition.getType()) {
            case AttributeDefinition.BOOLEAN -> "true and false";
            case AttributeDefinition.STRING, AttributeDefinition.PASSWORD, AttributeDefinition.CHARACTER -> "texts";
            default -> "numbers";
        };
    }

    private IllegalArgumentException expected(String wanted, JsonElement json) {
        return new IllegalArgumentException("has to be %s; it is %s".formatted(wanted, shown(json)));
    }

    /** A value that may be shown: what should be secret is not, and what is long is named by its kind. */
    private String shown(JsonElement json) {
        if (definition.getType() == AttributeDefinition.PASSWORD) {
            return "not";
        }
        return json.isJsonObject() ? "an object" : json.isJsonArray() ? "an array" : json.toString();
    }

    /** Felix says in a code what does not fit. */
    private String inWords(String complaint, JsonElement json) {
        var shown = shown(json);
        if (complaint.contains("maximum")) {
            return shown + " is more than is allowed";
        }
        if (complaint.contains("minimum")) {
            return shown + " is less than is allowed";
        }
        var options = definition.getOptionValues();
        return options == null ? shown + " is not allowed"
            : "has to be one of %s; it is %s".formatted(String.join(", ", options), shown);
    }
}
