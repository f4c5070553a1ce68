package dev.powerstrip.lifecycle;

import dev.powerstrip.line.Pin;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds a plugin's jars: those in the folders and the last that ran. One thread. */
final class JarFinder {

    private final KeptJars kept;
    private final StateFile state;

    JarFinder(KeptJars kept, StateFile state) {
        this.kept = kept;
        this.state = state;
    }

    /** The jar of that digest, which runs on the best engine if it has no code, or of that identity. */
    Optional<PluginJar> find(Slot slot, String identity) {
        int on = identity.indexOf(PluginJar.ON);
        var digest = on < 0 ? identity : identity.substring(0, on);
        var jar = slot.wanted().stream().filter(one -> one.digest().equals(digest)).findFirst()
            .or(() -> kept.find(digest).filter(one -> one.id().toString().equals(slot.plugin())));
        return on < 0 ? jar.flatMap(one -> ready(slot, one))
            : jar.flatMap(one -> on(slot, one, identity.substring(on + 1)));
    }

    private Optional<PluginJar> on(Slot slot, PluginJar jar, String engine) {
        return slot.engines().of(jar).filter(one -> one.digest().equals(engine)).findFirst()
            .or(() -> kept.find(engine)).map(jar::on).or(() -> ready(slot, jar));
    }

    /** The same on the best of its engines that may be used, else on that which it has; empty if it has none. */
    Optional<PluginJar> ready(Slot slot, PluginJar jar) {
        return Stream.concat(slot.engines().extend(jar), Stream.of(jar))
            .filter(one -> one.engineId().isEmpty() || one.engine().isPresent())
            .filter(one -> one.engine().stream().noneMatch(its -> slot.isTakenBack(its) || slot.isOrdered(its)))
            .findFirst();
    }

    Optional<PluginJar> find(Slot slot, Pin pin) {
        return all(slot).stream().filter(jar -> pin.names(jar.version().toString(), jar.digest())).findFirst();
    }

    /**
     * The jar of the revision of that number, of that version, or whose digest begins so.
     *
     * @throws GatewayException if there is none, or if several could be meant
     */
    PluginJar named(Slot slot, String revision) {
        var running = slot.current().map(live -> live.target().jar().digest()).orElse("");
        var found = all(slot).stream().filter(jar -> !jar.digest().equals(running))
            .filter(jar -> numbers(slot, jar).contains(revision) || jar.version().toString().equals(revision)
                || revision.length() >= 4 && jar.digest().startsWith(revision.replace("sha256:", "")))
            .toList();
        if (found.size() == 1) {
            return found.get(0);
        }
        throw new GatewayException(ErrorType.INVALID_REQUEST,
            "\"revision\": %s names %s jars of %s beside the current one; say one of %s".formatted(revision,
                found.isEmpty() ? "no" : found.size(), slot.id(), all(slot).stream()
                    .filter(jar -> !jar.digest().equals(running))
                    .map(jar -> "%s (sha256:%s)".formatted(jar.version(), jar.shortDigest())).toList()));
    }

    private static List<String> numbers(Slot slot, PluginJar jar) {
        var running = slot.running().stream().filter(live -> live.target().jar().digest().equals(jar.digest()))
            .map(live -> live.revision().number());
        var held = slot.held().stream().filter(one -> one.jar().equals(jar.digest())).map(Held::number);
        return Stream.concat(running, held).map(String::valueOf).toList();
    }

    /** Those of the folders, the best first, and then those that ran, the latest first. */
    List<PluginJar> all(Slot slot) {
        var all = new LinkedHashMap<String, PluginJar>();
        Stream.concat(slot.wanted().stream(), slot.running().stream().map(live -> live.target().jar()))
            .filter(jar -> !all.containsKey(jar.digest()))
            .forEach(jar -> ready(slot, jar).ifPresent(one -> all.put(one.digest(), one)));
        Stream.concat(PluginId.of(slot.plugin()).map(state::jars).orElse(List.of()).stream(),
            state.pinned(slot.id()).stream()).filter(digest -> !all.containsKey(digest))
            .forEach(digest -> find(slot, digest).ifPresent(jar -> all.put(digest, jar)));
        return List.copyOf(all.values());
    }
}
