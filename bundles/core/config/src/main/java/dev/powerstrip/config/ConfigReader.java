package dev.powerstrip.config;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import dev.powerstrip.line.ConfigFile;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads one configuration file: a JSON object, in which comments are welcome. */
final class ConfigReader {

    private final String name;
    private final String text;
    private final JsonReader json;
    private final Map<String, ConfigFile.Setting> settings = new LinkedHashMap<>();

    private ConfigReader(String name, String text) {
        this.name = name;
        this.text = text;
        json = new JsonReader(new StringReader(text));
        json.setStrictness(Strictness.LENIENT);
    }

    /**
     * Reads a file; one that cannot be read says so.
     *
     * @param name how to name it to people
     */
    static ConfigFile read(Path file, String stem, String name) {
        try {
            var reader = new ConfigReader(name, Files.readString(file));
            var problem = reader.problem();
            return new ConfigFile(stem, name, problem.isEmpty() ? reader.settings : Map.of(), problem);
        } catch (CharacterCodingException notText) {
            return new ConfigFile(stem, name, Map.of(), Optional.of(name + ": is not UTF-8 text"));
        } catch (IOException unreadable) {
            return new ConfigFile(stem, name, Map.of(), Optional.of(name + ": cannot be read: " + unreadable));
        }
    }

    private Optional<String> problem() throws IOException {
        if (text.isBlank()) {
            return Optional.of(name + ": is empty; a file without settings is {}");
        }
        try {
            return readSettings();
        } catch (EOFException cut) {
            return at("ends too early: a brace, bracket or quotation mark is missing");
        } catch (JsonParseException | MalformedJsonException | IllegalStateException malformed) {
            return at("is no JSON: a brace, comma, quotation mark or value is missing or too much");
        }
    }

    private Optional<String> readSettings() throws IOException {
        if (json.peek() != JsonToken.BEGIN_OBJECT) {
            return at("a JSON object is expected: {\"setting\": value, ...}");
        }
        json.beginObject();
        while (json.hasNext()) {
            var key = json.nextName();
            if (settings.containsKey(key)) {
                return at(key + " stands twice");
            }
            int line = line();
            settings.put(key, new ConfigFile.Setting(value(), line));
        }
        json.endObject();
        return json.peek() == JsonToken.END_DOCUMENT ? Optional.empty() : at("something follows after the last brace");
    }

    private JsonElement value() {
        return JsonParser.parseReader(json);
    }

    private Optional<String> at(String problem) {
        return Optional.of("%s, line %d: %s".formatted(name, line(), problem));
    }

    private int line() {
        int end = (int) Math.min(json.getCharacterOffset(), text.length());
        return 1 + (int) text.substring(0, end).chars().filter(character -> character == '\n').count();
    }
}
