package dev.powerstrip.lifecycle;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.powerstrip.lifecycle.DropFolder.DroppedJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.osgi.framework.Version;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether a jar may follow the one of the same id that runs: not if it is another vendor's, nor if it is older
 * and came later. It keeps in {@code data/plugins/versions.json} what ran and which jars were there. One thread, but
 * for {@link #allow}.
 */
final class Succession {

    private static final Logger LOG = LoggerFactory.getLogger(Succession.class);

    private final Path file;
    private final Map<PluginId, Past> pasts;
    private final Map<PluginId, Path> sources = new HashMap<>();
    private Map<String, Path> places = Map.of();
    private final Set<String> allowed = ConcurrentHashMap.newKeySet();
    private String saved;

    private Succession(Path file, JsonObject pasts) {
        this.file = file;
        this.pasts = new HashMap<>();
        pasts.entrySet().forEach(past -> PluginId.of(past.getKey())
            .ifPresent(id -> this.pasts.put(id, Past.of(past.getValue().getAsJsonObject()))));
        this.saved = json();
    }

    static Succession read(Path file) throws IOException {
        try {
            return new Succession(file, JsonParser.parseString(Files.readString(file)).getAsJsonObject());
        } catch (NoSuchFileException firstStart) {
            return new Succession(file, new JsonObject());
        } catch (JsonParseException | IllegalStateException | IllegalArgumentException | ClassCastException damaged) {
            LOG.warn("{} is damaged ({}); what ran before is forgotten", file, damaged.getMessage());
            return new Succession(file, new JsonObject());
        }
    }

    /** Lets the jar of that digest in once, whatever its version is. On any thread. */
    void allow(String digest) {
        allowed.add(digest);
    }

    /**
     * Which of the jars that fit may not come in, and why.
     *
     * @param home the drop-in folder; jars elsewhere are built in
     * @param running what runs of each plugin
     * @param forever whether an older version is refused also when nothing newer runs any more
     */
    Map<Path, String> objections(Map<Path, DroppedJar> jars, Path home, Map<PluginId, PluginJar> running,
        boolean forever) {
        var objections = new HashMap<Path, String>();
        jars.values().stream().filter(jar -> jar.jar().isPresent()).collect(Collectors.groupingBy(DroppedJar::fitId))
            .forEach((id, own) -> {
                var held = Optional.ofNullable(running.get(id)).filter(jar -> isHeld(jar, own, jars.keySet()));
                var judge = new Judge(home, past(id), held, floor(id, held, forever));
                objections.putAll(judge.objections(own));
            });
        remember(jars.values(), objections.keySet());
        return objections;
    }

    private Past past(PluginId id) {
        return pasts.getOrDefault(id, Past.NONE);
    }

    /** What runs counts as long as its file is there, be it overwritten: who takes the file out wants it gone. */
    private boolean isHeld(PluginJar running, List<DroppedJar> own, Set<Path> files) {
        return files.contains(sources.get(running.id()))
            || own.stream().anyMatch(jar -> jar.fit().digest().equals(running.digest()));
    }

    private Optional<Version> floor(PluginId id, Optional<PluginJar> held, boolean forever) {
        return forever ? past(id).version() : held.map(PluginJar::version);
    }

    private void remember(Collection<DroppedJar> jars, Set<Path> refused) {
        var accepted = new HashMap<PluginId, Set<String>>();
        jars.stream().filter(jar -> jar.jar().isPresent() && !refused.contains(jar.file())).forEach(jar -> {
            accepted.computeIfAbsent(jar.fitId(), id -> new HashSet<>()).add(jar.fit().digest());
            allowed.remove(jar.fit().digest());
        });
        places = jars.stream().filter(jar -> jar.jar().isPresent())
            .collect(Collectors.toMap(jar -> jar.fit().digest(), DroppedJar::file, (one, same) -> one));
        pasts.replaceAll((id, past) -> past.with(Set.of()));
        accepted.forEach((id, digests) -> pasts.put(id, past(id).with(digests)));
    }

    /** Takes note of what runs now. */
    void runs(Map<PluginId, PluginJar> running) {
        running.forEach((id, jar) -> {
            pasts.put(id, past(id).with(jar.version()));
            Optional.ofNullable(places.get(jar.digest())).ifPresent(file -> sources.put(id, file));
        });
    }

    /** Writes what has changed. */
    void save() throws IOException {
        var json = json();
        if (json.equals(saved)) {
            return;
        }
        var part = file.resolveSibling(".versions.json.part");
        Files.writeString(part, json);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        saved = json;
    }

    private String json() {
        var json = new JsonObject();
        pasts.entrySet().stream().sorted(Comparator.comparing(past -> past.getKey().toString()))
            .forEach(past -> json.add(past.getKey().toString(), past.getValue().json()));
        return new GsonBuilder().setPrettyPrinting().create().toJson(json);
    }

    /**
     * What there was of one plugin.
     *
     * @param version what was current last
     * @param jars the digests of the jars that were let in and have lain there since
     */
    private record Past(Optional<Version> version, Set<String> jars) {

        static final Past NONE = new Past(Optional.empty(), Set.of());

        static Past of(JsonObject json) {
            var version = Optional.ofNullable(json.get("version")).map(JsonElement::getAsString);
            return new Past(version.map(Version::parseVersion), json.get("jars").getAsJsonArray().asList().stream()
                .map(JsonElement::getAsString).collect(Collectors.toUnmodifiableSet()));
        }

        Past with(Version changed) {
            return new Past(Optional.of(changed), jars);
        }

        Past with(Set<String> changed) {
            return new Past(version, Set.copyOf(changed));
        }

        JsonObject json() {
            var json = new JsonObject();
            version.ifPresent(known -> json.addProperty("version", known.toString()));
            var digests = new JsonArray();
            jars.stream().sorted().forEach(digests::add);
            json.add("jars", digests);
            return json;
        }
    }

    /**
     * Judges the jars of one plugin.
     *
     * @param held what runs, if its file is still there
     * @param floor the version below which a newcomer is older
     */
    private final class Judge {

        private final Path home;
        private final Past past;
        private final Optional<PluginJar> held;
        private final Optional<Version> floor;

        Judge(Path home, Past past, Optional<PluginJar> held, Optional<Version> floor) {
            this.home = home;
            this.past = past;
            this.held = held;
            this.floor = floor;
        }

        Map<Path, String> objections(List<DroppedJar> own) {
            var owner = held.map(PluginJar::origin).orElseGet(() -> first(own).fit().origin());
            var objections = new HashMap<Path, String>();
            own.stream().filter(jar -> !isRunning(jar)).forEach(jar -> objection(jar, owner)
                .ifPresent(why -> objections.put(jar.file(), why)));
            return objections;
        }

        /** Where nothing runs the id is theirs who had it, else the installation's, else the highest version's. */
        private DroppedJar first(List<DroppedJar> own) {
            return own.stream().max(Comparator.comparing(this::wasThere).thenComparing(this::isBuiltIn)
                .thenComparing(jar -> jar.fit().version()).thenComparing(jar -> jar.look().modified())).orElseThrow();
        }

        private boolean wasThere(DroppedJar jar) {
            return past.jars().contains(jar.fit().digest());
        }

        private boolean isBuiltIn(DroppedJar jar) {
            return !jar.file().startsWith(home);
        }

        private boolean isRunning(DroppedJar jar) {
            return held.filter(running -> running.digest().equals(jar.fit().digest())).isPresent();
        }

        private Optional<String> objection(DroppedJar jar, Origin owner) {
            if (!jar.fit().origin().mayBe(owner)) {
                return Optional
                    .of(("calls itself %s, which is here the plugin of %s, but comes from %s: give it an id of "
                        + "its own, or take the other one out first")
                        .formatted(jar.fit().id(), owner, jar.fit().origin()));
            }
            boolean known = wasThere(jar) || isBuiltIn(jar) || allowed.contains(jar.fit().digest());
            return floor.filter(version -> !known && jar.fit().version().compareTo(version) < 0)
                .map(version -> older(jar.fit(), version));
        }

        private String older(PluginJar jar, Version version) {
            return held.isPresent()
                ? "is version %s, lower than %s, which runs: %s".formatted(jar.version(), version,
                    "take that one out, or use bin/powerstrip plugin add --allow-downgrade")
                : "is version %s, lower than %s, which ran here: %s".formatted(jar.version(), version,
                    "if that is meant use bin/powerstrip plugin add --allow-downgrade");
        }
    }
}
