package dev.powerstrip.config;

import dev.powerstrip.line.FolderWatch.Look;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells the files that lie still from those being copied: a file is there, changed or gone once two looks in a row saw
 * it so. Looked at by one thread; what lies still may be read by all.
 */
final class FolderLooks {

    /** How long a file has to be untouched to count at the first look, which has no other to compare with. */
    private static final Duration UNTOUCHED = Duration.ofMillis(500);

    private final List<Path> folders;
    private final String ending;
    private Map<Path, Look> seen = Map.of();
    private volatile Map<Path, Look> still = Map.of();

    FolderLooks(List<Path> folders, String ending) {
        this.folders = folders;
        this.ending = ending;
    }

    Map<Path, Look> still() {
        return still;
    }

    /** The first look; false if it left files out that lie still perhaps, which another look tells. */
    boolean first(Instant now) throws IOException {
        seen = look();
        var untouched = new LinkedHashMap<>(seen);
        untouched.values().removeIf(look -> look.modified().toInstant().isAfter(now.minus(UNTOUCHED)));
        still = untouched;
        return still.size() == seen.size();
    }

    /** Another look; true if what lies still is not what it was. */
    boolean again() throws IOException {
        var now = look();
        var settled = new LinkedHashMap<Path, Look>();
        now.forEach((file, look) -> {
            if (look.equals(seen.get(file))) {
                settled.put(file, look);
            } else if (still.containsKey(file)) {
                settled.put(file, still.get(file));
            }
        });
        still.forEach((file, look) -> {
            if (seen.containsKey(file) && !now.containsKey(file)) {
                settled.put(file, look);
            }
        });
        seen = now;
        boolean changed = !settled.equals(still);
        still = settled;
        return changed;
    }

    private Map<Path, Look> look() throws IOException {
        var found = new LinkedHashMap<Path, Look>();
        for (var folder : folders) {
            look(folder, found);
        }
        return found;
    }

    private void look(Path folder, Map<Path, Look> found) throws IOException {
        try (var files = Files.newDirectoryStream(folder, this::counts)) {
            for (var file : files) {
                lookAt(file, found);
            }
        } catch (NoSuchFileException none) {
            // A folder that is not there has no files; it may come.
            return;
        }
    }

    private boolean counts(Path file) {
        var name = file.getFileName().toString();
        return name.endsWith(ending) && !name.startsWith(".");
    }

    private static void lookAt(Path file, Map<Path, Look> found) throws IOException {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (attributes.isRegularFile()) {
                found.put(file, new Look(attributes.size(), attributes.lastModifiedTime(),
                    String.valueOf(attributes.fileKey())));
            }
        } catch (NoSuchFileException gone) {
            // It went while we looked: this look has not seen it.
            return;
        }
    }
}
