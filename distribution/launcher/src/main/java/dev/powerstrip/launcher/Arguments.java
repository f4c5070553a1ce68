package dev.powerstrip.launcher;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was written after a verb: options, wherever they stand, and words. */
public final class Arguments {

    private final Map<String, String> options;
    private final List<String> words;

    private Arguments(Map<String, String> options, List<String> words) {
        this.options = options;
        this.words = words;
    }

    /** Reads {@code --name VALUE}, {@code --name=VALUE} and {@code --name}; after {@code --} there are only words. */
    public static Arguments parse(List<String> given, List<Option> known) throws RefusedException {
        var options = new HashMap<String, String>();
        var words = new ArrayList<String>();
        var rest = given.iterator();
        while (rest.hasNext()) {
            var word = rest.next();
            if (word.equals("--")) {
                rest.forEachRemaining(words::add);
            } else if (word.startsWith("--")) {
                int equals = word.indexOf('=');
                var option = option(equals < 0 ? word : word.substring(0, equals), known);
                if (option.takesValue() && equals < 0 && !rest.hasNext()) {
                    throw new RefusedException("%s needs a value: %s".formatted(option.name(), option.written()));
                }
                if (!option.takesValue() && equals >= 0) {
                    throw new RefusedException("%s takes no value".formatted(option.name()));
                }
                options.put(option.name(),
                    equals >= 0 ? word.substring(equals + 1) : option.takesValue() ? rest.next() : "");
            } else {
                words.add(word);
            }
        }
        return new Arguments(Map.copyOf(options), List.copyOf(words));
    }

    private static Option option(String name, List<Option> known) throws RefusedException {
        return known.stream().filter(option -> option.name().equals(name)).findFirst()
            .orElseThrow(
                () -> new RefusedException("there is no option %s here; --help lists those there are".formatted(name)));
    }

    /** True if the option was given. */
    public boolean has(Option option) {
        return options.containsKey(option.name());
    }

    /** What was given as the option's value; empty if it was not given. */
    public Optional<String> value(Option option) {
        return Optional.ofNullable(options.get(option.name()));
    }

    /** What is no option, in the order given. */
    public List<String> words() {
        return words;
    }
}
