package dev.powerstrip.lifecycle;

import java.nio.file.Path;
import java.util.Optional;
import org.osgi.framework.Version;

/**
 * A jar that may be used as a plugin: nothing of it has run yet.
 *
 * @param digest SHA-256 of its bytes, hexadecimal
 * @param copy our own copy of it
 * @param upstream what it says of its upstream; empty if it does not call one
 * @param models the text of {@code POWERSTRIP-INF/models.json}; empty if it has none
 * @param origin whose it is
 */
record PluginJar(PluginId id, Version version, String digest, Path copy, PluginComponent component,
    Optional<UpstreamHeader> upstream, String models, Origin origin) {

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
        return "%s@%s+%s".formatted(id, version, shortDigest());
    }
}
