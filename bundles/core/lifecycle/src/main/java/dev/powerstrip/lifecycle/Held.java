package dev.powerstrip.lifecycle;

import com.google.gson.JsonObject;
import dev.powerstrip.line.ConfigFile;
import java.time.Instant;
import java.util.Optional;

/**
 * A jar, or a configuration of it, that was taken back and is not used though it lies in the folder.
 *
 * @param jar its digest; of a provider without code its own, or its engine's if that is what was taken back
 * @param settings the digest of the settings with which alone it is held; empty if it is held whatever they are
 * @param back the settings to use instead; empty if it is held whatever they are
 */
record Held(String jar, String version, int number, Optional<String> settings, Optional<JsonObject> back, String why,
    Instant since) {

    /** @param instead what is used in its place: what both run is not taken back */
    static Held jar(PluginJar bad, int number, PluginJar instead, String why, Instant since) {
        var jar = bad.digest().equals(instead.digest()) ? bad.code() : bad;
        return new Held(jar.digest(), jar.version().toString(), number, Optional.empty(), Optional.empty(), why, since);
    }

    static Held settings(LiveRevision bad, ConfigFile back, String why, Instant since) {
        return new Held(bad.target().jar().digest(), bad.revision().version(), bad.revision().number(),
            Optional.of(bad.target().settingsDigest()), Optional.of(Target.json(back)), why, since);
    }

    /** True if that target is not to be used. */
    boolean holds(Target target) {
        return target.jar().runs(jar)
            && (settings.isEmpty() || settings.get().equals(target.settingsDigest()));
    }

    /** True if it is the jar, not its configuration, that is not to be used. */
    boolean isJar() {
        return settings.isEmpty();
    }

    JsonObject json() {
        var json = new JsonObject();
        json.addProperty("jar", jar);
        json.addProperty("version", version);
        json.addProperty("number", number);
        settings.ifPresent(digest -> json.addProperty("settings", digest));
        back.ifPresent(values -> json.add("back", values));
        json.addProperty("why", why);
        json.addProperty("since", since.toString());
        return json;
    }

    static Held of(JsonObject json) {
        return new Held(json.get("jar").getAsString(), json.get("version").getAsString(),
            json.get("number").getAsInt(), Optional.ofNullable(json.get("settings")).map(one -> one.getAsString()),
            Optional.ofNullable(json.getAsJsonObject("back")), json.get("why").getAsString(),
            Instant.parse(json.get("since").getAsString()));
    }
}
