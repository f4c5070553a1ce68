package dev.powerstrip.lifecycle;

import dev.powerstrip.line.FolderWatch.Look;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The jars that lie in the plugin folders, each verified once. One thread looks; what was found may be read by all. */
final class DropFolder {

    private static final Logger LOG = LoggerFactory.getLogger(DropFolder.class);

    private final JarStore store;
    private final JarCheck check;
    private volatile Map<Path, DroppedJar> jars = Map.of();

    DropFolder(JarStore store, JarCheck check) {
        this.store = store;
        this.check = check;
    }

    Collection<DroppedJar> jars() {
        return jars.values();
    }

    /** The jar at that place, if it has been looked at as it is. */
    Optional<DroppedJar> jar(Path file, Look look) {
        return Optional.ofNullable(jars.get(file)).filter(jar -> jar.look.equals(look));
    }

    /** Verifies what is new since last time. */
    void look(Map<Path, Look> files, long maxBytes) {
        var before = jars;
        var now = new HashMap<Path, DroppedJar>();
        files.forEach((file, look) -> {
            var known = Optional.ofNullable(before.get(file));
            now.put(file, known.filter(jar -> jar.look.equals(look))
                .orElseGet(() -> verify(file, look, maxBytes, known.flatMap(DroppedJar::id))));
        });
        jars = Map.copyOf(now);
    }

    /** @param last which plugin the bytes were that lay here before */
    private DroppedJar verify(Path file, Look look, long maxBytes, Optional<PluginId> last) {
        try {
            if (look.size() > maxBytes) {
                throw new RefusedException(
                    ("is larger than %d bytes: raise maxJarBytes in etc/lifecycle.cfg.json if it "
                        + "really is a plugin").formatted(maxBytes));
            }
            var copy = store.take(file);
            return DroppedJar.fit(file, look, check.check(copy.file(), copy.digest()));
        } catch (RefusedException refused) {
            LOG.warn("Refused {}: it {}", file.getFileName(), refused.getMessage());
            return DroppedJar.unfit(file, look, refused.id().or(() -> last), refused.getMessage());
        } catch (IOException unreadable) {
            LOG.warn("Refused {}: it cannot be read", file.getFileName(), unreadable);
            return DroppedJar.unfit(file, look, last, "cannot be read: " + unreadable);
        }
    }

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
    }
}
