package dev.powerstrip.lifecycle;

import dev.powerstrip.sdk.provider.ProviderFactory;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The jars that descriptors run on: here a provider without code gets the code of its engine. */
final class Engines {

    static final Engines NONE = new Engines(id -> List.of());

    private static final String CONTRACT = ProviderFactory.class.getName();

    private final Function<PluginId, List<PluginJar>> jars;

    /** @param jars those of a plugin that fit, the best first */
    Engines(Function<PluginId, List<PluginJar>> jars) {
        this.jars = jars;
    }

    /** These jars, each descriptor once for each of its engine's jars; where there is none it stays as it is. */
    List<PluginJar> extend(List<PluginJar> wanted) {
        return wanted.stream().flatMap(this::extend).toList();
    }

    /** That jar, once for each of its engine's jars, the best first; where there is none it stays as it is. */
    Stream<PluginJar> extend(PluginJar jar) {
        var engines = of(jar).toList();
        return engines.isEmpty() ? Stream.of(jar) : engines.stream().map(jar::on);
    }

    /** The jars of its engine, the best first. */
    Stream<PluginJar> of(PluginJar jar) {
        return jar.engineId().stream().flatMap(id -> jars.apply(id).stream())
            .filter(engine -> engine.component().provides().contains(CONTRACT));
    }
}
