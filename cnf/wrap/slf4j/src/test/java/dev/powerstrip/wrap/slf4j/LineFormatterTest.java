package dev.powerstrip.wrap.slf4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LineFormatterTest {

    private final LineFormatter formatter = new LineFormatter(ZoneOffset.UTC);

    @Test
    void writesTimeLevelShortNameAndMessageInOneLine() {
        assertThat(formatter.format(event(Level.WARNING, "The upstream is slow")))
            .isEqualTo("2026-03-04 05:06:07.089 WARN  Dispatcher: The upstream is slow" + System.lineSeparator());
    }

    @Test
    void keepsWhatAClientSentFromBeginningALine() {
        assertThat(formatter.format(event(Level.INFO, "key \"a\nb\u001b[2J\"")))
            .contains("key \"a\\nb\\u001b[2J\"")
            .hasLineCount(1);
    }

    @Test
    void tellsTheStackTraceBelow() {
        var event = event(Level.SEVERE, "The journal cannot be written");
        event.setThrown(new IllegalStateException("disk full"));

        assertThat(formatter.format(event))
            .contains("ERROR Dispatcher: The journal cannot be written" + System.lineSeparator())
            .contains("java.lang.IllegalStateException: disk full");
    }

    private static LogRecord event(Level level, String message) {
        var event = new LogRecord(level, message);
        event.setLoggerName("dev.powerstrip.dispatch.Dispatcher");
        event.setInstant(Instant.parse("2026-03-04T05:06:07.089Z"));
        return event;
    }
}
