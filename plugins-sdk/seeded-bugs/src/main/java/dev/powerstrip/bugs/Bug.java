package dev.powerstrip.bugs;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A known bug: what stands in an adapter's source, and what a careless hand would write there.
 *
 * @param kind of bug, as trackers have it
 * @param sentence what goes wrong
 * @param adapter the folder whose contract tests judge it
 * @param source the file, from the root of the repository
 */
record Bug(String id, String kind, String sentence, String adapter, Path source, String find, String put) {

    static List<Bug> in(Path file) throws IOException {
        return JsonParser.parseString(Files.readString(file)).getAsJsonArray().asList().stream()
            .map(JsonElement::getAsJsonObject).map(Bug::of).toList();
    }

    private static Bug of(JsonObject json) {
        return new Bug(text(json, "id"), text(json, "kind"), text(json, "bug"), text(json, "adapter"),
            Path.of(text(json, "source")), text(json, "find"), text(json, "put"));
    }

    /** One line, or an array of lines. */
    private static String text(JsonObject json, String name) {
        var value = json.get(name);
        return value.isJsonArray()
            ? value.getAsJsonArray().asList().stream().map(JsonElement::getAsString).collect(Collectors.joining("\n"))
            : value.getAsString();
    }

    /** @throws IllegalArgumentException unless the text stands there once */
    String seeded(String code) {
        int at = code.indexOf(find);
        if (at < 0 || code.indexOf(find, at + 1) >= 0) {
            throw new IllegalArgumentException("%s: what it replaces stands %s in %s; change bugs.json with the source"
                .formatted(id, at < 0 ? "nowhere" : "more than once", source));
        }
        return code.substring(0, at) + put + code.substring(at + find.length());
    }
}
