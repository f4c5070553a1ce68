package dev.powerstrip.cli;

import dev.powerstrip.launcher.Arguments;
import dev.powerstrip.launcher.Option;
import dev.powerstrip.launcher.RefusedException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * One thing that {@code bin/powerstrip} does.
 *
 * @param name one word or two, such as {@code plugin list}
 * @param words what has to stand after it, such as {@code MODEL TEXT}, or may, such as {@code [JAR]}; empty if nothing
 */
record Verb(String name, String words, String purpose, List<Option> options, Action action) {

    /** What it does. */
    interface Action {

        /** @return the process's exit code */
        int run(Arguments arguments, Terminal terminal) throws IOException, RefusedException, InterruptedException;
    }

    int run(List<String> given, Terminal terminal) throws IOException, RefusedException, InterruptedException {
        var arguments = Arguments.parse(given, options);
        if (arguments.words().size() > count("") || arguments.words().size() < count("[")) {
            throw new RefusedException("it is: powerstrip " + usage());
        }
        return action.run(arguments, terminal);
    }

    /** How many words there are that do not begin so. */
    private int count(String without) {
        return (int) Arrays.stream(words.split(" ")).filter(word -> !word.isEmpty())
            .filter(word -> without.isEmpty() || !word.startsWith(without)).count();
    }

    private String usage() {
        return (name + " " + words).strip() + (options.isEmpty() ? "" : " [options]");
    }

    String help() {
        var help = new StringBuilder("powerstrip %s%n%n%s.%n".formatted(usage(), purpose));
        for (var option : options) {
            help.append("%n  %-14s %s".formatted(option.written(), option.meaning()));
        }
        return help.toString();
    }
}
