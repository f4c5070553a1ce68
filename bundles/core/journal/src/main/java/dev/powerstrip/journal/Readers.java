package dev.powerstrip.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where each reader stands: one small file per reader, replaced as a whole. Thread-safe. */
final class Readers {

    private static final Logger LOG = LoggerFactory.getLogger(Readers.class);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_~-][A-Za-z0-9._~-]*");
    private static final String UNFINISHED = ".tmp";

    private final Path folder;
    private final Map<String, Long> positions = new ConcurrentHashMap<>();

    Readers(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        try (var files = Files.newDirectoryStream(folder)) {
            for (var file : files) {
                load(file);
            }
        }
    }

    private void load(Path file) throws IOException {
        var name = file.getFileName().toString();
        if (name.endsWith(UNFINISHED)) {
            Files.delete(file);
            return;
        }
        try {
            positions.put(name, Long.parseLong(Files.readString(file).strip()));
        } catch (NumberFormatException malformed) {
            LOG.warn("{} holds no position: the reader begins again at the oldest record", file);
            positions.put(name, 0L);
        }
    }

    /** Takes every reader into what the journal holds: after a power cut one may stand behind the end. */
    void confine(long first, long end) throws IOException {
        for (var name : positions.keySet()) {
            long position = positions.get(name);
            if (position < first || position > end) {
                LOG.warn("the reader {} stood at {}, the journal reaches from {} to {}", name, position, first, end);
                move(name, position < first ? first : end);
            }
        }
    }

    /** The position of that reader; a new one begins where it is told. */
    long position(String name, long first) throws IOException {
        if (!NAME.matcher(name).matches() || name.endsWith(UNFINISHED)) {
            throw new IllegalArgumentException("\"%s\" cannot name a reader of the journal".formatted(name));
        }
        if (!positions.containsKey(name)) {
            move(name, first);
        }
        return positions.get(name);
    }

    void move(String name, long position) throws IOException {
        var unfinished = folder.resolve(name + UNFINISHED);
        Files.writeString(unfinished, position + "\n");
        Files.move(unfinished, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        positions.put(name, position);
    }

    /** Where the slowest reader stands; empty if there is none. */
    OptionalLong slowest() {
        return positions.values().stream().mapToLong(Long::longValue).min();
    }

    /** The readers that have not reached that position. */
    List<String> behind(long position) {
        return positions.entrySet().stream().filter(entry -> entry.getValue() < position).map(Map.Entry::getKey)
            .sorted().toList();
    }
}
