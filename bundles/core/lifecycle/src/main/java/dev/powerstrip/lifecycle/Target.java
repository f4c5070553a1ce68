package dev.powerstrip.lifecycle;

import com.google.gson.JsonElement;
import dev.powerstrip.line.ConfigFile;
import dev.powerstrip.line.PluginKind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
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
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(seen.toString().getBytes(StandardCharsets.UTF_8)));
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
