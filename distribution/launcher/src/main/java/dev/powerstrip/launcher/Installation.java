package dev.powerstrip.launcher;

import java.nio.file.Path;
import java.util.Optional;

/** The unpacked product, which is never written to. */
public record Installation(Path root) {

    /** The one that {@code bin/powerstrip} belongs to, as it says. */
    public static Installation current() {
        return new Installation(Path.of(System.getProperty("powerstrip.installation")));
    }

    /** As the build named it. */
    public static String version() {
        return Optional.ofNullable(Installation.class.getPackage().getImplementationVersion()).orElse("of this build");
    }

    Path lib() {
        return root.resolve("lib");
    }

    /** The script that this process was started by. */
    public Path script() {
        return root.resolve("bin/powerstrip");
    }
}
