package dev.powerstrip.lifecycle;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What ran last ({@code data/plugins/state.json}): it may run again without being tried out. One thread. */
final class StateFile {

    private static final int JARS_KEPT = 3;
    private static final Logger LOG = LoggerFactory.getLogger(StateFile.class);

    private final Path file;
    private final JsonObject current;
    private final JsonObject jars;
    private boolean changed;

    private StateFile(Path file, JsonObject state) {
        this.file = file;
        this.current = object(state, "current");
        this.jars = object(state, "jars");
    }

    private static JsonObject object(JsonObject state, String name) {
        return state.has(name) ? state.getAsJsonObject(name) : new JsonObject();
    }

    static StateFile read(Path file) throws IOException {
        try {
            return new StateFile(file, JsonParser.parseString(Files.readString(file)).getAsJsonObject());
        } catch (NoSuchFileException firstStart) {
            return new StateFile(file, new JsonObject());
        } catch (JsonParseException | IllegalStateException | ClassCastException damaged) {
            LOG.warn("{} is damaged; every plugin is tried out again", file, damaged);
            return new StateFile(file, new JsonObject());
        }
    }

    /** Whether this slot ran with this target when anything was written last. */
    boolean ran(String slot, Target target) {
        return current.has(slot) && current.get(slot).equals(entry(target));
    }

    private static JsonObject entry(Target target) {
        var entry = new JsonObject();
        entry.addProperty("jar", target.jar().identity());
        entry.addProperty("configuration", target.fingerprint());
        return entry;
    }

    void runs(String slot, Target target) {
        var entry = entry(target);
        if (!entry.equals(current.get(slot))) {
            current.add(slot, entry);
            remember(target.jar());
            changed = true;
        }
    }

    private void remember(PluginJar jar) {
        var id = jar.id().toString();
        var latest = new JsonArray();
        latest.add(jar.digest());
        if (jars.has(id)) {
            jars.getAsJsonArray(id).asList().stream().filter(known -> !known.getAsString().equals(jar.digest()))
                .limit(JARS_KEPT - 1).forEach(latest::add);
        }
        jars.add(id, latest);
    }

    void stopped(String slot) {
        changed |= current.remove(slot) != null;
    }

    /** The digests of the last jars of each plugin. */
    Set<String> jars() {
        var digests = new HashSet<String>();
        jars.asMap().values().forEach(list -> list.getAsJsonArray().forEach(jar -> digests.add(jar.getAsString())));
        return digests;
    }

    /** Writes what has changed; true if anything had. */
    boolean save() throws IOException {
        if (!changed) {
            return false;
        }
        var state = new JsonObject();
        state.add("current", current);
        state.add("jars", jars);
        var part = file.resolveSibling(".state.json.part");
        Files.writeString(part, new GsonBuilder().setPrettyPrinting().create().toJson(state));
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        changed = false;
        return true;
    }
}
