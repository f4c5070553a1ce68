package dev.powerstrip.catalog;

import java.util.Collection;
import java.util.Comparator;
import java.util.stream.Collectors;

/** Finds the names that somebody who mistyped one may have meant. */
final class Nearest {

    private static final int HINTS = 3;

    private Nearest() {}

    /** Names the nearest three in brackets; nothing if there are no names at all. */
    static String hint(String wanted, Collection<String> names) {
        var nearest = names.stream().sorted(Comparator.comparingInt(name -> distance(wanted, name))).limit(HINTS)
            .collect(Collectors.joining(", "));
        return nearest.isEmpty() ? "" : " (nearest: " + nearest + ")";
    }

    /** How many characters must be put in, taken out or changed: Levenshtein's distance. */
    static int distance(String from, String to) {
        var row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int change = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
