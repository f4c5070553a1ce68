package dev.powerstrip.dialect.gemini;

import dev.powerstrip.sdk.dialect.RequestField;
import dev.powerstrip.sdk.json.JsonView;

/** Finds fields by their names: Google takes each in camel case and in snake case. */
final class Names {

    private Names() {}

    static JsonView get(JsonView object, String name) {
        var value = object.get(name);
        return value.isPresent() ? value : object.get(snake(name));
    }

    static RequestField get(RequestField object, String name) {
        var field = object.get(name);
        return field.value().isPresent() || !object.value().get(snake(name)).isPresent() ? field
            : object.get(snake(name));
    }

    static String text(JsonView object, String name) {
        return get(object, name).string().orElse("");
    }

    static String snake(String name) {
        var snake = new StringBuilder(name.length() + 4);
        for (int i = 0; i < name.length(); i++) {
            char letter = name.charAt(i);
            if (Character.isUpperCase(letter)) {
                snake.append('_');
            }
            snake.append(Character.toLowerCase(letter));
        }
        return snake.toString();
    }
}
