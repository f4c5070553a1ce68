package dev.powerstrip.config;

import com.google.gson.JsonElement;
import dev.powerstrip.line.BadConfigurationException;
import dev.powerstrip.line.ConfigFile;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.ObjectClassDefinition;

/** Gives the settings of a file the types that a Metatype description says, or says which one does not fit. */
final class SettingsCheck {

    private final Map<String, AttributeDefinition> known;
    private final List<AttributeDefinition> required;

    private SettingsCheck(List<AttributeDefinition> known, List<AttributeDefinition> required) {
        this.known = known.stream().collect(Collectors.toMap(AttributeDefinition::getID, any -> any));
        this.required = required;
    }

    static SettingsCheck by(ObjectClassDefinition description) {
        return new SettingsCheck(all(description, ObjectClassDefinition.ALL),
            all(description, ObjectClassDefinition.REQUIRED));
    }

    private static List<AttributeDefinition> all(ObjectClassDefinition description, int filter) {
        var found = description.getAttributeDefinitions(filter);
        return found == null ? List.of() : Arrays.asList(found);
    }

    /** What a component without a description takes: no setting at all. */
    static SettingsCheck nothing() {
        return new SettingsCheck(List.of(), List.of());
    }

    Map<String, Object> check(ConfigFile file) throws BadConfigurationException {
        if (file.problem().isPresent()) {
            throw new BadConfigurationException(file.problem().get());
        }
        var typed = new LinkedHashMap<String, Object>();
        for (var setting : file.settings().entrySet()) {
            typed.put(setting.getKey(), typed(setting.getKey(), setting.getValue().value(), file));
        }
        for (var definition : required) {
            if (definition.getDefaultValue() == null && !typed.containsKey(definition.getID())) {
                throw file.wrong(definition.getID(), "has to be set");
            }
        }
        return typed;
    }

    private Object typed(String key, JsonElement value, ConfigFile file) throws BadConfigurationException {
        var definition = known.get(key);
        if (definition == null) {
            throw file.wrong(key, known.isEmpty() ? "is not known: there is nothing to set here"
                : "is not known; known: " + known.keySet().stream().sorted().collect(Collectors.joining(", ")));
        }
        try {
            return new SettingType(definition).value(value);
        } catch (IllegalArgumentException unfit) {
            throw file.wrong(key, unfit.getMessage());
        }
    }
}
