package dev.powerstrip.lifecycle;

import dev.powerstrip.line.FolderWatch.Look;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The jars that lie in the plugin folders, each verified once. One thread looks; what was found may be read by all. */
final class DropFolder {

    private static final Logger LOG = LoggerFactory.getLogger(DropFolder.class);

    private final Path home;
    private final JarStore store;
    private final JarCheck check;
    private final Succession succession;
    private Rules rules = new Rules(0, Trust.ANY);
    private Map<Path, DroppedJar> verified = Map.of();
    private volatile Map<Path, DroppedJar> jars = Map.of();

    /** @param home the drop-in folder; jars elsewhere are built in, and trusted as the gateway itself is */
    DropFolder(Path home, JarStore store, JarCheck check, Succession succession) {
        this.home = home;
        this.store = store;
        this.check = check;
        this.succession = succession;
    }

    Collection<DroppedJar> jars() {
        return jars.values();
    }

    /** The digests of all that fits, be it let in or not. */
    Set<String> digests() {
        return verified.values().stream().flatMap(dropped -> dropped.jar().stream()).map(PluginJar::digest)
            .collect(Collectors.toSet());
    }

    /** Whether a jar that runs, and whose file does not fit any more, may go on. */
    boolean letsGoOn(PluginJar running) {
        return rules.trust().letsGoOn(running);
    }

    /**
     * Verifies what is new since last time, and where the rules have changed all that was dropped in.
     *
     * @param running what runs of each plugin
     */
    void look(Map<Path, Look> files, Rules now, Map<PluginId, PluginJar> running) {
        boolean changed = !rules.equals(now);
        rules = now;
        var before = verified;
        var found = new HashMap<Path, DroppedJar>();
        files.forEach((file, look) -> {
            var known = Optional.ofNullable(before.get(file));
            var same = known.filter(jar -> jar.look.equals(look));
            boolean again = changed && file.startsWith(home);
            found.put(file, same.isPresent() && !again ? same.get() : again(same, verify(file, look, known)));
        });
        verified = Map.copyOf(found);
        jars = letIn(found, succession.objections(found, home, running, now.trust().refusesReplays()));
    }

    /** What was found again is not news. */
    private static DroppedJar again(Optional<DroppedJar> before, DroppedJar now) {
        if (before.filter(jar -> jar.jar().equals(now.jar()) && jar.refusal().equals(now.refusal())).isPresent()) {
            return before.get();
        }
        now.refusal().ifPresent(why -> LOG.warn("Refused {}: it {}", now.file().getFileName(), why));
        now.jar().filter(jar -> !jar.origin().signer().isEmpty())
            .ifPresent(jar -> LOG.info("{} is {}, signed by {}", now.file().getFileName(), jar, jar.origin().signer()));
        return now;
    }

    private Map<Path, DroppedJar> letIn(Map<Path, DroppedJar> found, Map<Path, String> objections) {
        var all = new HashMap<>(found);
        objections.forEach((file, why) -> {
            var jar = found.get(file);
            var before = Optional.ofNullable(jars.get(file)).filter(one -> one.look.equals(jar.look));
            all.put(file, again(before, DroppedJar.unfit(file, jar.look, jar.id(), why)));
        });
        return Map.copyOf(all);
    }

    private DroppedJar verify(Path file, Look look, Optional<DroppedJar> before) {
        var last = before.flatMap(DroppedJar::id);
        try {
            if (look.size() > rules.maxBytes()) {
                throw new RefusedException(
                    ("is larger than %d bytes: raise maxJarBytes in etc/lifecycle.cfg.json if it "
                        + "really is a plugin").formatted(rules.maxBytes()));
            }
            var copy = store.take(file);
            var trust = file.startsWith(home) ? rules.trust() : Trust.ANY;
            return DroppedJar.fit(file, look, check.check(copy.file(), copy.digest(), trust));
        } catch (RefusedException refused) {
            return DroppedJar.unfit(file, look, refused.id().or(() -> last), refused.getMessage());
        } catch (IOException unreadable) {
            return DroppedJar.unfit(file, look, last, "cannot be read: " + unreadable);
        }
    }

    /** What a dropped-in jar is judged by. */
    record Rules(long maxBytes, Trust trust) {}

    /**
     * A jar in a plugin folder: fit to be used, or not.
     *
     * @param id which plugin it is or, where it does not say so, which plugin it took the place of
     * @param refusal why it is not fit
     */
    record DroppedJar(Path file, Look look, Instant since, Optional<PluginId> id, Optional<PluginJar> jar,
        Optional<String> refusal) {

        static DroppedJar fit(Path file, Look look, PluginJar jar) {
            return new DroppedJar(file, look, Instant.now(), Optional.of(jar.id()), Optional.of(jar), Optional.empty());
        }

        static DroppedJar unfit(Path file, Look look, Optional<PluginId> id, String refusal) {
            return new DroppedJar(file, look, Instant.now(), id, Optional.empty(), Optional.of(refusal));
        }

        /** The jar of one that fits. */
        PluginJar fit() {
            return jar.orElseThrow();
        }

        /** The plugin of one that fits. */
        PluginId fitId() {
            return fit().id();
        }
    }
}
