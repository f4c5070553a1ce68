package dev.powerstrip.cli;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import dev.powerstrip.launcher.Option;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the verbs print: JSON for programs, a table for people. */
final class Output {

    static final Option JSON = new Option("--json", "", "print JSON");

    private Output() {}

    static String json(JsonElement value) {
        return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create().toJson(value);
    }

    /** @param rows the first is the heading; all are as wide as it is */
    static String table(List<List<String>> rows) {
        var widths = IntStream.range(0, rows.get(0).size())
            .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0)).toArray();
        return rows.stream().map(row -> IntStream.range(0, widths.length)
            .mapToObj(column -> row.get(column) + " ".repeat(widths[column] - row.get(column).length()))
            .collect(Collectors.joining("  ")).stripTrailing()).collect(Collectors.joining("\n"));
    }
}
