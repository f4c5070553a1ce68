package dev.powerstrip.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/** What the command line asks for. */
record Options(boolean quick, boolean profile, int rounds, List<Path> jdks, List<Target.Kind> targets,
    List<Cell> cells) {

    static final String USAGE = """
        Usage: run [--quick] [--rounds N] [--jdk PATH]... [--only NAME,NAME...] [--profile]
          --quick     a smoke test: two seconds a cell, one round, hardly any warm-up
          --rounds N  how often each cell is measured of each target (3)
          --jdk PATH  the JDK that proxy and gateway run on; several are measured one after another
          --only ...  of the targets direct, proxy, gateway and of the cells 1k, 32k, rate, s200, s1000
          --profile   no table: where the time of proxy and gateway goes, by flight recorder
        """;

    /** @throws IllegalArgumentException naming what is not understood */
    static Options of(String[] arguments) {
        boolean quick = false;
        boolean profile = false;
        int rounds = 0;
        var jdks = new ArrayList<Path>();
        var only = new ArrayList<String>();
        var rest = Arrays.asList(arguments).iterator();
        while (rest.hasNext()) {
            var argument = rest.next();
            switch (argument) {
                case "--quick" -> quick = true;
                case "--profile" -> profile = true;
                case "--rounds" -> rounds = count(argument, valueOf(argument, rest));
                case "--jdk" -> jdks.add(jdk(valueOf(argument, rest)));
                case "--only" -> only.addAll(List.of(valueOf(argument, rest).split(",")));
                default -> throw new IllegalArgumentException("there is no option \"%s\"".formatted(argument));
            }
        }
        if (jdks.isEmpty()) {
            jdks.add(Path.of(System.getProperty("java.home")));
        }
        var targets = chosen(List.of(Target.Kind.values()), Target.Kind::title, only);
        var cells = chosen(List.of(Cell.values()), Cell::option, only);
        if (!only.isEmpty()) {
            throw new IllegalArgumentException("--only knows no \"%s\"".formatted(only.get(0)));
        }
        return new Options(quick, profile, rounds > 0 ? rounds : quick ? 1 : 3, List.copyOf(jdks), targets, cells);
    }

    static String valueOf(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException("%s needs a value".formatted(option));
        }
        return rest.next();
    }

    private static int count(String option, String text) {
        if (!text.matches("[1-9][0-9]?")) {
            throw new IllegalArgumentException("%s: \"%s\" is no number from 1 to 99".formatted(option, text));
        }
        return Integer.parseInt(text);
    }

    static Path jdk(String text) {
        var path = Path.of(text);
        if (!Files.isExecutable(path.resolve("bin/java"))) {
            throw new IllegalArgumentException("--jdk %s: there is no bin/java".formatted(text));
        }
        return path;
    }

    /** Takes out of the names those that it knows; without one of its own, everything is chosen. */
    private static <T> List<T> chosen(List<T> all, Function<T, String> name, List<String> names) {
        var some = all.stream().filter(each -> names.contains(name.apply(each))).toList();
        names.removeIf(each -> all.stream().anyMatch(one -> name.apply(one).equals(each)));
        return some.isEmpty() ? all : some;
    }

    /** How long a cell is measured in a round. */
    Duration duration() {
        return Duration.ofSeconds(quick ? 2 : profile ? 16 : 8);
    }
}
