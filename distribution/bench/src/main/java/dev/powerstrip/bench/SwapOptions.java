package dev.powerstrip.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the command line of the swap bench asks for.
 *
 * @param every from one swap to the next
 * @param time for which there are swaps
 * @param length of each stream
 */
record SwapOptions(Swappable plugin, int streams, Duration every, Duration time, Duration length, List<Path> jdks) {

    static final String USAGE = """
        Usage: run swap [--plugin NAME] [--streams N] [--every S] [--for S] [--length S] [--jdk PATH]...
          --plugin NAME  what is swapped: provider, dialect, auth or sink (provider)
          --streams N    how many run at once (1000)
          --every S      seconds from one swap to the next (10)
          --for S        seconds for which there are swaps (300)
          --length S     seconds that a stream takes (30; 2 for auth and sink)
          --jdk PATH     the JDK that the gateway runs on; several are taken one after another
        """;
    private static final int LONGEST = 900;

    /** @throws IllegalArgumentException naming what is not understood */
    static SwapOptions of(List<String> arguments) {
        var plugin = Swappable.PROVIDER;
        int streams = 1000;
        int every = 10;
        int time = 300;
        int length = 0;
        var jdks = new ArrayList<Path>();
        var rest = arguments.iterator();
        while (rest.hasNext()) {
            var option = rest.next();
            switch (option) {
                case "--plugin" -> plugin = plugin(Options.valueOf(option, rest));
                case "--streams" -> streams = count(option, rest, 4000);
                case "--every" -> every = count(option, rest, 3600);
                case "--for" -> time = count(option, rest, 86_400);
                case "--length" -> length = count(option, rest, LONGEST);
                case "--jdk" -> jdks.add(Options.jdk(Options.valueOf(option, rest)));
                default -> throw new IllegalArgumentException("there is no option \"%s\"".formatted(option));
            }
        }
        if (jdks.isEmpty()) {
            jdks.add(Path.of(System.getProperty("java.home")));
        }
        return new SwapOptions(plugin, streams, Duration.ofSeconds(every), Duration.ofSeconds(time),
            length == 0 ? plugin.length() : Duration.ofSeconds(length), List.copyOf(jdks));
    }

    private static Swappable plugin(String name) {
        return Arrays.stream(Swappable.values()).filter(each -> each.option().equals(name)).findFirst()
            .orElseThrow(() -> new IllegalArgumentException("--plugin knows no \"%s\", only %s".formatted(name,
                Arrays.stream(Swappable.values()).map(Swappable::option).collect(Collectors.joining(", ")))));
    }

    private static int count(String option, Iterator<String> rest, int most) {
        var text = Options.valueOf(option, rest);
        if (!text.matches("[1-9][0-9]{0,5}") || Integer.parseInt(text) > most) {
            throw new IllegalArgumentException("%s: \"%s\" is no number from 1 to %d".formatted(option, text, most));
        }
        return Integer.parseInt(text);
    }
}
