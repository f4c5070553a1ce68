package dev.powerstrip.lifecycle;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.powerstrip.line.PluginAdmin.Event;
import dev.powerstrip.line.Revision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happened to plugins: the latest thousand events, one JSON object a line in a file of their own. Thread-safe. */
final class EventLog {

    private static final int MOST = 1000;
    private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);

    private final Path file;
    private final Clock clock;
    private final Deque<Event> events = new ArrayDeque<>();
    private int lines;

    private EventLog(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    static EventLog read(Path file, Clock clock) throws IOException {
        var log = new EventLog(file, clock);
        if (Files.exists(file)) {
            Files.readAllLines(file).forEach(log::take);
        }
        return log;
    }

    /** A line that a crash cut off tells nothing. */
    private void take(String line) {
        lines++;
        try {
            var json = JsonParser.parseString(line).getAsJsonObject();
            keep(new Event(Instant.parse(json.get("when").getAsString()), json.get("plugin").getAsString(),
                json.get("revision").getAsString(), json.get("what").getAsString(), json.get("text").getAsString()));
        } catch (JsonParseException | IllegalStateException | NullPointerException | DateTimeException broken) {
            LOG.warn("a line of {} cannot be read and is passed over", file);
        }
    }

    private void keep(Event event) {
        events.addLast(event);
        if (events.size() > MOST) {
            events.removeFirst();
        }
    }

    void add(String plugin, Revision revision, String what, String text) {
        add(plugin, revision.version() + " (sha256:" + revision.digest() + ")", what, text);
    }

    synchronized void add(String plugin, String revision, String what, String text) {
        var event = new Event(clock.instant().truncatedTo(ChronoUnit.MILLIS), plugin, revision, what, text);
        keep(event);
        try {
            if (lines >= 2 * MOST) {
                Files.writeString(file, events.stream().map(EventLog::line).collect(Collectors.joining()));
                lines = events.size();
            } else {
                Files.writeString(file, line(event), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                lines++;
            }
        } catch (IOException failed) {
            LOG.warn("what happened to {} could not be written down: {}", plugin, failed.toString());
        }
    }

    private static String line(Event event) {
        var json = new JsonObject();
        json.addProperty("when", event.when().toString());
        json.addProperty("plugin", event.plugin());
        json.addProperty("revision", event.revision());
        json.addProperty("what", event.what());
        json.addProperty("text", event.text());
        return json + "\n";
    }

    /** The latest last; those of one plugin, or all where the id is empty. */
    synchronized List<Event> of(String plugin) {
        return events.stream().filter(event -> plugin.isEmpty() || event.plugin().equals(plugin)).toList();
    }
}
