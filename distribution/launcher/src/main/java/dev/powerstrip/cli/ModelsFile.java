package dev.powerstrip.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.powerstrip.launcher.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.stream.Collectors;

/** The operator's {@code etc/models.json}, which gives or overrides facts of endpoints. One endpoint a line. */
record ModelsFile(Path path) {

    /** Lays facts over those that are there already, fact by fact. */
    void merge(Map<String, JsonObject> facts) throws IOException, RefusedException {
        var all = read();
        facts.forEach((key, given) -> {
            var known = all.has(key) && all.get(key).isJsonObject() ? all.getAsJsonObject(key) : new JsonObject();
            given.entrySet().forEach(fact -> known.add(fact.getKey(), fact.getValue()));
            all.add(key, known);
        });
        Files.createDirectories(path.getParent());
        var draft = Files.writeString(path.resolveSibling("models.json.new"), text(all));
        Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private JsonObject read() throws IOException, RefusedException {
        if (!Files.exists(path)) {
            return new JsonObject();
        }
        try {
            return JsonParser.parseString(Files.readString(path)).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw new RefusedException("%s is there and is no JSON object: %s".formatted(path, e.getMessage()), e);
        }
    }

    private static String text(JsonObject all) {
        return all.entrySet().stream().map(ModelsFile::line).collect(Collectors.joining(",\n", "{\n", "\n}\n"));
    }

    private static String line(Map.Entry<String, JsonElement> member) {
        var line = new JsonObject();
        line.add(member.getKey(), member.getValue());
        var text = line.toString();
        return "  " + text.substring(1, text.length() - 1);
    }
}
