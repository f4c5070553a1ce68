package dev.powerstrip.sdk.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Names of what translations leave out of one chat, each once, and never what it holds. Thread-safe. */
final class Dropped {

    private static final int MOST = 32;
    private static final String AND_MORE = "...";
    /** Names of fields are the client's: one that is no name may be anything that it said. */
    private static final Pattern NAME = Pattern.compile("[\\w.:$/-]{1,80}");
    private static final String NAMELESS = "?";

    private final TreeSet<String> names = new TreeSet<>();
    private boolean more;

    synchronized void add(String name) {
        var told = NAME.matcher(name).matches() ? name : NAMELESS;
        if (names.size() < MOST) {
            names.add(told);
        } else {
            more |= !names.contains(told);
        }
    }

    synchronized List<String> names() {
        var all = new ArrayList<>(names);
        if (more) {
            all.add(AND_MORE);
        }
        return List.copyOf(all);
    }

    synchronized Dropped copy() {
        var copy = new Dropped();
        copy.names.addAll(names);
        copy.more = more;
        return copy;
    }
}
