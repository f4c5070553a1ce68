package dev.powerstrip.lifecycle;

import dev.powerstrip.lifecycle.DropFolder.DroppedJar;
import dev.powerstrip.line.ConfigFile;
import dev.powerstrip.line.PluginKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What the folders say of one slot.
 *
 * @param plugin empty where the file's name is none of a plugin
 * @param jars those that fit, the best first: the highest version, the home's before the built-in one, the latest
 * @param unfitJar whether there is also a jar of that plugin, or of its engine, that does not fit
 * @param engines what those without code run on
 * @param letsGoOn whether a jar that runs may go on where its file does not fit any more
 */
record Wanted(String id, Optional<PluginId> plugin, List<PluginJar> jars, boolean unfitJar, ConfigFile file,
    Engines engines, Predicate<PluginJar> letsGoOn) {

    /** What all files together want: each plugin once, and once more for each file of an instance. */
    static Collection<Wanted> of(Collection<DroppedJar> dropped, Map<String, ConfigFile> files, Path home,
        Predicate<PluginJar> letsGoOn) {
        var slots = new TreeSet<>(files.keySet());
        dropped.forEach(jar -> jar.id().ifPresent(id -> slots.add(id.toString())));
        var engines = new Engines(id -> best(of(id, dropped), home));
        var wanted = new ArrayList<Wanted>();
        for (var slot : slots) {
            var plugin = plugin(slot);
            var own = plugin.map(id -> of(id, dropped)).orElse(List.of());
            var jars = best(own, home);
            boolean unfit = isUnfit(own) || jars.stream().flatMap(jar -> jar.engineId().stream())
                .anyMatch(engine -> isUnfit(of(engine, dropped)));
            wanted.add(new Wanted(slot, plugin, engines.extend(jars), unfit,
                files.getOrDefault(slot, ConfigFile.absent(slot)), engines, letsGoOn));
        }
        return wanted;
    }

    private static List<DroppedJar> of(PluginId plugin, Collection<DroppedJar> dropped) {
        return dropped.stream().filter(jar -> jar.id().filter(plugin::equals).isPresent()).toList();
    }

    private static boolean isUnfit(List<DroppedJar> jars) {
        return jars.stream().anyMatch(jar -> jar.jar().isEmpty());
    }

    /** The plugin of a slot, if the slot's name is well-formed. */
    private static Optional<PluginId> plugin(String slot) {
        int tilde = slot.indexOf('~');
        if (tilde < 0) {
            return PluginId.of(slot);
        }
        return PluginId.isName(slot.substring(tilde + 1)) ? PluginId.of(slot.substring(0, tilde)) : Optional.empty();
    }

    private static List<PluginJar> best(List<DroppedJar> own, Path home) {
        var byDigest = new TreeMap<String, PluginJar>();
        var order = Comparator.comparing((DroppedJar jar) -> jar.jar().orElseThrow().version())
            .thenComparing(jar -> jar.file().startsWith(home)).thenComparing(jar -> jar.look().modified()).reversed();
        return own.stream().filter(jar -> jar.jar().isPresent()).sorted(order).map(jar -> jar.jar().orElseThrow())
            .filter(jar -> byDigest.put(jar.digest(), jar) == null).toList();
    }

    PluginKind kind() {
        return PluginKind.of(id.substring(0, id.indexOf('.'))).orElseThrow();
    }

    boolean isInstance() {
        return id.indexOf('~') >= 0;
    }

    /** What it is leased by. */
    String name() {
        return isInstance() ? id.substring(id.indexOf('~') + 1) : plugin.map(PluginId::name).orElse(id);
    }
}
