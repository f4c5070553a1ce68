package dev.powerstrip.cli;

import dev.powerstrip.launcher.RefusedException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the verb that was typed. */
record Verbs(List<Verb> all) {

    private static final List<String> HELP = List.of("--help", "-h", "help");

    int run(List<String> given, Terminal terminal) throws IOException, RefusedException, InterruptedException {
        var verb = verb(given);
        if (verb.isPresent()) {
            var rest = given.subList(verb.get().name().split(" ").length, given.size());
            return asksForHelp(rest) ? print(verb.get().help(), terminal) : verb.get().run(rest, terminal);
        }
        var known = startingWith(given);
        if (known.isEmpty()) {
            throw new RefusedException(
                "there is no verb \"%s\"; powerstrip --help lists those there are".formatted(given.get(0)));
        }
        if (asksForHelp(given)) {
            return print(list(known), terminal);
        }
        terminal.errors().println(list(known));
        return 1;
    }

    private Optional<Verb> verb(List<String> given) {
        return all.stream().filter(verb -> {
            var words = List.of(verb.name().split(" "));
            return given.size() >= words.size() && given.subList(0, words.size()).equals(words);
        }).findFirst();
    }

    /** Those that begin with the first word; all if there is none. */
    private List<Verb> startingWith(List<String> given) {
        if (given.isEmpty() || HELP.contains(given.get(0))) {
            return all;
        }
        return all.stream().filter(verb -> verb.name().startsWith(given.get(0) + " ")).toList();
    }

    private static boolean asksForHelp(List<String> given) {
        var options = given.contains("--") ? given.subList(0, given.indexOf("--")) : given;
        return options.contains("--help") || options.contains("-h") || !given.isEmpty() && given.get(0).equals("help");
    }

    private static String list(List<Verb> verbs) {
        return verbs.stream()
            .map(verb -> "  %-28s %s".formatted((verb.name() + " " + verb.words()).strip(), verb.purpose()))
            .collect(Collectors.joining("\n", "powerstrip VERB [options]; each verb has --help\n\n", ""));
    }

    private static int print(String text, Terminal terminal) {
        terminal.out().println(text);
        return 0;
    }
}
