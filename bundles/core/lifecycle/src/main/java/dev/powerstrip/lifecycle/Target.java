package dev.powerstrip.lifecycle;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.powerstrip.line.ConfigFile;
import dev.powerstrip.line.ConfigFile.Setting;
import dev.powerstrip.line.PluginKind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a revision is made of: a jar and a configuration. Equal ones need no swap; where a setting stands in the file
 * does not matter.
 */
final class Target {

    private final PluginJar jar;
    private final ConfigFile file;
    private final Map<String, JsonElement> settings;

    Target(PluginJar jar, ConfigFile file) {
        this.jar = jar;
        this.file = file;
        this.settings = file.settings().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, setting -> setting.getValue().value()));
    }

    PluginJar jar() {
        return jar;
    }

    ConfigFile file() {
        return file;
    }

    /** A digest of what the plugin gets to see, which recognises it after a restart. */
    String fingerprint() {
        var seen = new TreeMap<>(settings);
        if (jar.id().kind() == PluginKind.PROVIDER) {
            seen.keySet().removeAll(ProviderKeys.NAMES);
        }
        return digest(seen);
    }

    /** A digest of all its settings. */
    String settingsDigest() {
        return digest(new TreeMap<>(settings));
    }

    /** The settings of a file as an object. */
    static JsonObject json(ConfigFile file) {
        var json = new JsonObject();
        file.settings().forEach((name, setting) -> json.add(name, setting.value()));
        return json;
    }

    /** The file of that name, had it these settings. */
    static ConfigFile file(ConfigFile file, JsonObject settings) {
        var values = new LinkedHashMap<String, Setting>();
        settings.entrySet().forEach(entry -> values.put(entry.getKey(), new Setting(entry.getValue(), 0)));
        return new ConfigFile(file.stem(), file.name(), values, Optional.empty());
    }

    private static String digest(TreeMap<String, JsonElement> settings) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(settings.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Target that && jar.identity().equals(that.jar.identity())
            && settings.equals(that.settings) && file.problem().equals(that.file.problem());
    }

    @Override
    public int hashCode() {
        return jar.identity().hashCode();
    }

    @Override
    public String toString() {
        return jar + " with " + file.name();
    }
}
