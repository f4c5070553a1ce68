package dev.powerstrip.launcher;

import java.util.logging.Level;
import org.apache.felix.framework.Logger;

/** Sends what the framework has to say where all else is logged; standard output is for what was asked for. */
final class FrameworkLog extends Logger {

    private final java.util.logging.Logger log = java.util.logging.Logger.getLogger("org.osgi.framework");

    @Override
    protected void doLog(int level, String message, Throwable thrown) {
        log.log(level == LOG_ERROR ? Level.SEVERE : Level.WARNING, message, thrown);
    }
}
