package dev.powerstrip.provider.compatible;

import dev.powerstrip.sdk.json.JsonView;
import java.util.List;

/** A place in a document: names and indices with dots between, {@code choices.0.usage}. */
record Path(List<String> steps) {

    static Path of(String text) {
        return new Path(List.of(text.split("\\.")));
    }

    /** What stands there; absent if nothing does. */
    JsonView in(JsonView document) {
        var value = document;
        for (var step : steps) {
            var items = value.items();
            boolean isIndex = !items.isEmpty() && step.chars().allMatch(Character::isDigit);
            value = isIndex && Integer.parseInt(step) < items.size() ? items.get(Integer.parseInt(step))
                : value.get(step);
        }
        return value;
    }
}
