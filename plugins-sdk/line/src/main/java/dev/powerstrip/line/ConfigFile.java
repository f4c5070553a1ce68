package dev.powerstrip.line;

import com.google.gson.JsonElement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One configuration file as the operator wrote it.
 *
 * @param stem its name without the ending, such as {@code provider.openai~eu}
 * @param name how to name it to people, such as {@code etc/provider.openai~eu.cfg.json}
 * @param settings in the order of the file. Never printed: some are credentials
 * @param problem one sentence saying why it could not be read; it has no settings then
 * @param written false where the operator wrote none
 */
public record ConfigFile(String stem, String name, Map<String, Setting> settings, Optional<String> problem,
    boolean written) {

    /** The ending of every configuration file. */
    public static final String ENDING = ".cfg.json";

    /** A file that the operator wrote. */
    public ConfigFile(String stem, String name, Map<String, Setting> settings, Optional<String> problem) {
        this(stem, name, settings, problem, true);
    }

    /** What serves where the operator wrote no file. */
    public static ConfigFile absent(String stem) {
        return new ConfigFile(stem, "etc/" + stem + ENDING, Map.of(), Optional.empty(), false);
    }

    /** The same file, had it none of these keys. */
    public ConfigFile without(Set<String> keys) {
        var others = new LinkedHashMap<>(settings);
        others.keySet().removeAll(keys);
        return new ConfigFile(stem, name, others, problem, written);
    }

    /** Says what is wrong with a setting, and where it stands. */
    public BadConfigurationException wrong(String key, String problem) {
        var setting = settings.get(key);
        return new BadConfigurationException(setting == null ? "%s: %s %s".formatted(name, key, problem)
            : "%s, line %d: %s %s".formatted(name, setting.line(), key, problem));
    }

    @Override
    public String toString() {
        return "ConfigFile[" + name + "]";
    }

    /** A value and the line on which it stands. */
    public record Setting(JsonElement value, int line) {

        @Override
        public String toString() {
            return "Setting[line " + line + "]";
        }
    }
}
