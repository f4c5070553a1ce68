package dev.powerstrip.lifecycle;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What ran last and before, what was taken back, and what is tried out ({@code data/plugins/state.json}, for its owner only,
 * because settings are in it). What ran last may run again without being activated at once. One thread.
 */
final class StateFile {

    private static final int JARS_KEPT = 3;
    private static final int EARLIER_KEPT = 5;
    private static final Logger LOG = LoggerFactory.getLogger(StateFile.class);

    private final Path file;
    private final JsonObject current;
    private final JsonObject jars;
    private final JsonObject earlier;
    private final JsonObject held;
    private final JsonObject orders;
    private final JsonObject pinned;
    private boolean changed;

    private StateFile(Path file, JsonObject state) {
        this.file = file;
        this.current = object(state, "current");
        this.jars = object(state, "jars");
        this.earlier = object(state, "earlier");
        this.held = object(state, "held");
        this.orders = object(state, "canary");
        this.pinned = object(state, "pinned");
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

    /** @param before what it replaces, if anything ran */
    void runs(String slot, Target target, Optional<Target> before) {
        var entry = entry(target);
        if (!entry.equals(current.get(slot))) {
            before.ifPresent(old -> precede(slot, old, target));
            current.add(slot, entry);
            remember(target.jar());
            target.jar().engine().ifPresent(this::remember);
            changed = true;
        }
    }

    private void precede(String slot, Target old, Target now) {
        var list = new JsonArray();
        list.add(Earlier.of(old).json());
        earlier(slot).stream().filter(one -> !one.is(old) && !one.is(now)).limit(EARLIER_KEPT - 1L)
            .forEach(one -> list.add(one.json()));
        earlier.add(slot, list);
    }

    /** What ran in that slot before, the latest first. */
    List<Earlier> earlier(String slot) {
        return earlier.has(slot)
            ? earlier.getAsJsonArray(slot).asList().stream().map(one -> Earlier.of(one.getAsJsonObject())).toList()
            : List.of();
    }

    /** That the slot has gone back to this one, so that what it left is nothing to go back to. */
    void wentBack(String slot, Target back, Target left) {
        current.add(slot, entry(back));
        var list = new JsonArray();
        earlier(slot).stream().filter(one -> !one.is(back) && !one.is(left)).forEach(one -> list.add(one.json()));
        earlier.add(slot, list);
        changed = true;
    }

    /** The identity of the jar that ran in that slot last. */
    Optional<String> jar(String slot) {
        return current.has(slot) ? Optional.of(current.getAsJsonObject(slot).get("jar").getAsString())
            : Optional.empty();
    }

    /** The digests of the last jars of one plugin, the latest first. */
    List<String> jars(PluginId id) {
        return jars.has(id.toString())
            ? jars.getAsJsonArray(id.toString()).asList().stream().map(JsonElement::getAsString).toList() : List.of();
    }

    List<Held> held(String slot) {
        return held.has(slot)
            ? held.getAsJsonArray(slot).asList().stream().map(one -> Held.of(one.getAsJsonObject())).toList()
            : List.of();
    }

    void held(String slot, List<Held> all) {
        var list = new JsonArray();
        all.forEach(one -> list.add(one.json()));
        put(held, slot, list.isEmpty() ? Optional.empty() : Optional.of(list));
    }

    Optional<Order> order(String slot) {
        return Optional.ofNullable(orders.getAsJsonObject(slot)).map(Order::of);
    }

    void order(String slot, Optional<Order> order) {
        put(orders, slot, order.map(Order::json));
    }

    /** The digests of the jars that ran for those who are pinned to them. */
    List<String> pinned(String slot) {
        return pinned.has(slot) ? pinned.getAsJsonArray(slot).asList().stream().map(JsonElement::getAsString).toList()
            : List.of();
    }

    /** The digests of the jars that run for those who are pinned to them. */
    void pinned(String slot, List<String> digests) {
        var list = new JsonArray();
        digests.forEach(list::add);
        put(pinned, slot, list.isEmpty() ? Optional.empty() : Optional.of(list));
    }

    private void put(JsonObject members, String name, Optional<? extends JsonElement> value) {
        if (!value.equals(Optional.ofNullable(members.get(name)))) {
            value.ifPresentOrElse(json -> members.add(name, json), () -> members.remove(name));
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
        pinned.asMap().values().forEach(list -> list.getAsJsonArray().forEach(jar -> digests.add(jar.getAsString())));
        current.keySet().forEach(slot -> jar(slot)
            .ifPresent(identity -> digests.addAll(List.of(identity.split(Pattern.quote(PluginJar.ON))))));
        orders.keySet().forEach(slot -> digests.add(order(slot).orElseThrow().jar()));
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
        state.add("earlier", earlier);
        state.add("held", held);
        state.add("canary", orders);
        state.add("pinned", pinned);
        var part = file.resolveSibling(".state.json.part");
        Files.deleteIfExists(part);
        OwnFile.create(part);
        Files.writeString(part, new GsonBuilder().setPrettyPrinting().create().toJson(state));
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        changed = false;
        return true;
    }

    /**
     * A revision that ran before.
     *
     * @param jar its jar's identity
     */
    record Earlier(String jar, JsonObject settings) {

        static Earlier of(Target target) {
            return new Earlier(target.jar().identity(), Target.json(target.file()));
        }

        static Earlier of(JsonObject json) {
            return new Earlier(json.get("jar").getAsString(), json.getAsJsonObject("settings"));
        }

        boolean is(Target target) {
            return equals(of(target));
        }

        JsonObject json() {
            var json = new JsonObject();
            json.addProperty("jar", jar);
            json.add("settings", settings);
            return json;
        }
    }
}
