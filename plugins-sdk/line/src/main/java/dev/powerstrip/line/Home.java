package dev.powerstrip.line;

import java.nio.file.Path;
import org.osgi.framework.BundleContext;

/**
 * Where things lie.
 *
 * @param home the operator's folder: {@code etc}, {@code plugins}, {@code data}, {@code log}
 * @param installation the product's, never written to: {@code etc}, {@code plugins}, {@code lib}
 */
public record Home(Path home, Path installation) {

    /** The folders that the launcher named. */
    public static Home of(BundleContext context) {
        return new Home(path(context, "powerstrip.home"), path(context, "powerstrip.installation"));
    }

    private static Path path(BundleContext context, String property) {
        var value = context.getProperty(property);
        if (value == null) {
            throw new IllegalStateException("the framework property " + property + " is not set");
        }
        return Path.of(value);
    }

    public Path etc() {
        return home.resolve("etc");
    }

    public Path plugins() {
        return home.resolve("plugins");
    }

    public Path data() {
        return home.resolve("data");
    }

    public Path log() {
        return home.resolve("log");
    }
}
