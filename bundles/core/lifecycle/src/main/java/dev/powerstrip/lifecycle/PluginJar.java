package dev.powerstrip.lifecycle;

import dev.powerstrip.line.PluginKind;
import dev.powerstrip.sdk.provider.ProviderDescriptor;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Version;

/**
 * A jar that may be used as a plugin: nothing of it has run yet.
 *
 * @param digest SHA-256 of its bytes, hexadecimal
 * @param copy our own copy of it
 * @param component its own; of a provider without code that of its engine, or none while it has no engine
 * @param upstream what it says of its upstream; empty if it does not call one
 * @param models the text of {@code POWERSTRIP-INF/models.json}; empty if it has none
 * @param origin whose it is
 * @param descriptor present if it has no code
 * @param engine whose code it runs then; empty as long as there is no such jar
 */
record PluginJar(PluginId id, Version version, String digest, Path copy, PluginComponent component,
    Optional<UpstreamHeader> upstream, String models, Origin origin, Optional<ProviderDescriptor> descriptor,
    Optional<PluginJar> engine) {

    /** Stands in an identity between the digest of a jar and that of its engine. */
    static final String ON = "+";

    /** A jar with code of its own. */
    PluginJar(PluginId id, Version version, String digest, Path copy, PluginComponent component,
        Optional<UpstreamHeader> upstream, String models, Origin origin) {
        this(id, version, digest, copy, component, upstream, models, origin, Optional.empty(), Optional.empty());
    }

    /** A jar without code. */
    static PluginJar described(PluginId id, Version version, String digest, Path copy, String models,
        ProviderDescriptor descriptor, Origin origin) {
        return new PluginJar(id, version, digest, copy, PluginComponent.NONE,
            Optional.of(UpstreamHeader.of(descriptor)), models, origin, Optional.of(descriptor), Optional.empty());
    }

    /** The plugin whose code it needs; empty if it has its own. */
    Optional<PluginId> engineId() {
        return descriptor.map(said -> new PluginId(PluginKind.PROVIDER, said.engine()));
    }

    /** The same provider, run by that engine. */
    PluginJar on(PluginJar itsEngine) {
        return new PluginJar(id, version, digest, copy, itsEngine.component, upstream, models, origin, descriptor,
            Optional.of(itsEngine));
    }

    /** The jar whose bundle is installed. */
    PluginJar code() {
        return engine.orElse(this);
    }

    /** What tells it from every other: the digests of all bytes that it runs. */
    String identity() {
        return digests().collect(Collectors.joining(ON));
    }

    /** Its own digest, and that of its engine. */
    Stream<String> digests() {
        return Stream.concat(Stream.of(digest), engine.stream().map(PluginJar::digest));
    }

    /** True if the jar of that digest is this one, or its engine. */
    boolean runs(String someDigest) {
        return digests().anyMatch(someDigest::equals);
    }

    /** The digits that people see. */
    String shortDigest() {
        return digest.substring(0, 12);
    }

    /** Where its bundle is installed; other bytes have another location, for one in use gives back the old bundle. */
    String location() {
        return "powerstrip:" + this;
    }

    @Override
    public String toString() {
        return "%s@%s+%s".formatted(id, version, shortDigest())
            + engine.map(itsEngine -> " on " + itsEngine).orElse("");
    }
}
