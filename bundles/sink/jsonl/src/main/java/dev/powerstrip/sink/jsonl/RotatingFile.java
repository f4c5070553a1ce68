package dev.powerstrip.sink.jsonl;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A file of lines that is appended to and, when it is large, moved aside. It is opened for each batch, so whoever moves
 * it away from outside moves all of it. One thread.
 */
final class RotatingFile {

    /** Far more than one batch holds. */
    private static final int TAIL_BYTES = 4 << 20;

    private final Path path;
    private final long rotateBytes;
    private final int keep;

    RotatingFile(Path path, long rotateBytes, int keep) {
        this.path = path.toAbsolutePath();
        this.rotateBytes = rotateBytes;
        this.keep = keep;
    }

    /** Writes whole lines and syncs them; if that fails, the file is as it was. */
    void append(byte[] lines) throws IOException {
        if (lines.length == 0) {
            return;
        }
        Files.createDirectories(path.getParent());
        if (Files.exists(path) && Files.size(path) >= rotateBytes) {
            rotate();
        }
        try (var file = FileChannel.open(path, CREATE, READ, WRITE)) {
            long end = endOfLines(file);
            try {
                write(file, end, lines);
            } catch (IOException failed) {
                file.truncate(end);
                throw failed;
            }
        }
    }

    /** Where the next line begins: a process that died while it wrote left half a one, whose batch comes again. */
    private static long endOfLines(FileChannel file) throws IOException {
        long end = file.size();
        var last = ByteBuffer.allocate(1);
        while (end > 0) {
            file.read(last.clear(), end - 1);
            if (last.get(0) == '\n') {
                break;
            }
            end--;
        }
        file.truncate(end);
        return end;
    }

    private static void write(FileChannel file, long position, byte[] lines) throws IOException {
        var bytes = ByteBuffer.wrap(lines);
        while (bytes.hasRemaining()) {
            file.write(bytes, position + bytes.position());
        }
        file.force(false);
    }

    private void rotate() throws IOException {
        Files.deleteIfExists(older(keep));
        for (int age = keep - 1; age >= 0; age--) {
            if (Files.exists(older(age))) {
                Files.move(older(age), older(age + 1), ATOMIC_MOVE);
            }
        }
    }

    /** The file of that age; the one that is written has age zero. */
    private Path older(int age) {
        return age == 0 ? path : path.resolveSibling(path.getFileName() + "." + age);
    }

    /** The ids of the lines that were written last, in this file and, if it is short, in the one before. */
    Set<String> lastIds() throws IOException {
        var ids = new HashSet<String>();
        long looked = 0;
        for (int age = 0; age <= Math.min(1, keep) && looked < TAIL_BYTES; age++) {
            if (Files.exists(older(age))) {
                looked += Files.size(older(age));
                tail(older(age)).lines().forEach(line -> id(line).ifPresent(ids::add));
            }
        }
        return ids;
    }

    /** The last whole lines: one whose end is missing does not count, because appending cuts it off. */
    private static String tail(Path path) throws IOException {
        try (var file = FileChannel.open(path)) {
            long from = Math.max(0, file.size() - TAIL_BYTES);
            var bytes = ByteBuffer.allocate((int) (file.size() - from));
            while (bytes.hasRemaining() && file.read(bytes, from + bytes.position()) >= 0) {
                continue;
            }
            var text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
            return text.substring(0, text.lastIndexOf('\n') + 1);
        }
    }

    /** Empty for a line that is cut, as the first of a tail and the last of a crash are. */
    private static Optional<String> id(String line) {
        try {
            var json = JsonParser.parseString(line);
            return json.isJsonObject() && json.getAsJsonObject().has("id")
                ? Optional.of(json.getAsJsonObject().get("id").getAsString())
                : Optional.empty();
        } catch (JsonParseException cut) {
            return Optional.empty();
        }
    }
}
