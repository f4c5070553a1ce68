package dev.powerstrip.wrap.slf4j;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.logging.ConsoleHandler;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.slf4j.jul.JULServiceProvider;

/**
 * Sends SLF4J to java.util.logging, whose root then writes one line per event to standard error and, where the system
 * property {@value #DIRECTORY} names a folder, to {@code powerstrip.0.log} in it (8 files of 8 MB, the newest is
 * number 0). Whoever sets {@code java.util.logging.config.file} or {@code .class} has java.util.logging as it is set there.
 */
public final class LineProvider extends JULServiceProvider {

    static final String DIRECTORY = "powerstrip.log.directory";
    /** Tells of its starts and stops what only its makers care for. Kept here, or its level would be forgotten. */
    private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");
    private static final int FILE_BYTES = 8 << 20;
    private static final int FILES = 8;

    @Override
    public void initialize() {
        if (System.getProperty("java.util.logging.config.file") == null
            && System.getProperty("java.util.logging.config.class") == null) {
            configure(Logger.getLogger(""), Optional.ofNullable(System.getProperty(DIRECTORY)).map(Path::of));
        }
        super.initialize();
    }

    static void configure(Logger root, Optional<Path> directory) {
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        JETTY.setLevel(Level.WARNING);
        root.addHandler(line(new ConsoleHandler()));
        directory.ifPresent(folder -> root.addHandler(line(file(folder))));
    }

    private static Handler file(Path folder) {
        try {
            Files.createDirectories(folder);
            return new FileHandler(pattern(folder), FILE_BYTES, FILES, true);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the log in " + folder, e);
        }
    }

    /** The folder is a path, not a pattern: a percent sign in it stands for itself. */
    private static String pattern(Path folder) {
        return folder.toString().replace("%", "%%") + "/powerstrip.%g.log";
    }

    private static Handler line(Handler handler) {
        handler.setLevel(Level.ALL);
        handler.setFormatter(new LineFormatter());
        return handler;
    }
}
