package dev.powerstrip.sdk.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** HTTP header fields in their order; names compare without case. Immutable. Values are never printed. */
public final class Headers {

    private static final Headers NONE = new Headers(List.of());

    private final List<String> namesAndValues;

    private Headers(List<String> namesAndValues) {
        this.namesAndValues = namesAndValues;
    }

    public static Headers none() {
        return NONE;
    }

    /** Headers of alternating names and values. */
    public static Headers of(String... namesAndValues) {
        return new Headers(List.of(namesAndValues));
    }

    /** These and one more; an existing one of the same name stays. */
    public Headers with(String name, String value) {
        var more = new ArrayList<String>(namesAndValues.size() + 2);
        more.addAll(namesAndValues);
        more.add(name);
        more.add(value);
        return new Headers(more);
    }

    /** The first value of that name. */
    public Optional<String> first(String name) {
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            if (namesAndValues.get(i).equalsIgnoreCase(name)) {
                return Optional.of(namesAndValues.get(i + 1));
            }
        }
        return Optional.empty();
    }

    /** Every value of that name, in order. */
    public List<String> all(String name) {
        var values = new ArrayList<String>();
        forEach((key, value) -> {
            if (key.equalsIgnoreCase(name)) {
                values.add(value);
            }
        });
        return values;
    }

    public void forEach(BiConsumer<String, String> action) {
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            action.accept(namesAndValues.get(i), namesAndValues.get(i + 1));
        }
    }

    /** Names only. */
    @Override
    public String toString() {
        var names = new ArrayList<String>();
        forEach((name, value) -> names.add(name));
        return names.toString();
    }
}
