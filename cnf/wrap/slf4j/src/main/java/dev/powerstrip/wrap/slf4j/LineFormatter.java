package dev.powerstrip.wrap.slf4j;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** Writes an event as one line: time, level, the logger's short name, message; a stack trace follows on its own lines. */
final class LineFormatter extends Formatter {

    private final DateTimeFormatter time;

    LineFormatter() {
        this(ZoneId.systemDefault());
    }

    LineFormatter(ZoneId zone) {
        time = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(zone);
    }

    @Override
    public String format(LogRecord event) {
        var line = new StringBuilder(160);
        time.formatTo(event.getInstant(), line);
        line.append(' ').append(level(event.getLevel())).append(' ').append(shortName(event)).append(": ");
        appendVisibly(line, formatMessage(event));
        line.append(System.lineSeparator());
        if (event.getThrown() != null) {
            line.append(stackTrace(event.getThrown()));
        }
        return line.toString();
    }

    /** SLF4J's word for the level, five wide. */
    private static String level(Level level) {
        int value = level.intValue();
        if (value >= Level.SEVERE.intValue()) {
            return "ERROR";
        }
        if (value >= Level.WARNING.intValue()) {
            return "WARN ";
        }
        if (value >= Level.CONFIG.intValue()) {
            return "INFO ";
        }
        return value >= Level.FINE.intValue() ? "DEBUG" : "TRACE";
    }

    private static String shortName(LogRecord event) {
        String name = event.getLoggerName() == null ? "root" : event.getLoggerName();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** What a client sent may stand in a message; written visibly, it can neither begin a line nor drive a terminal. */
    private static void appendVisibly(StringBuilder line, String message) {
        for (int i = 0; i < message.length(); i++) {
            char c = message.charAt(i);
            switch (c) {
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append(' ');
                default -> {
                    if (Character.isISOControl(c)) {
                        line.append("\\u%04x".formatted((int) c));
                    } else {
                        line.append(c);
                    }
                }
            }
        }
    }

    private static String stackTrace(Throwable thrown) {
        var text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
