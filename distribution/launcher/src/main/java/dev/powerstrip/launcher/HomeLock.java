package dev.powerstrip.launcher;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Keeps a home for one process: a lock on {@code data/pid}, which also names the process. The system lets go of the
 * lock however the process ends. Nothing else in this process may open that file, or the lock is gone when it is
 * closed.
 */
final class HomeLock implements AutoCloseable {

    /** Whoever asks for the holder holds the lock for a moment too. */
    private static final int TRIES = 4;

    private final FileChannel file;

    private HomeLock(FileChannel file) {
        this.file = file;
    }

    static HomeLock take(HomeFolder home) throws IOException, RefusedException {
        var file = FileChannel.open(home.pidFile(), CREATE, READ, WRITE);
        try {
            for (int i = 0; file.tryLock() == null; i++) {
                if (i == TRIES) {
                    throw new RefusedException(inUse(home));
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
            file.truncate(0);
            file.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(US_ASCII)));
            return new HomeLock(file);
        } catch (IOException | RefusedException | RuntimeException failed) {
            file.close();
            throw failed;
        } catch (InterruptedException hurried) {
            file.close();
            throw new RefusedException("interrupted while waiting for " + home, hurried);
        }
    }

    private static String inUse(HomeFolder home) throws IOException {
        return "the home %s is in use by process %s; stop it, or choose another home with --home"
            .formatted(home, Files.readString(home.pidFile()).strip());
    }

    static Optional<ProcessHandle> holder(HomeFolder home) throws IOException {
        try (var file = FileChannel.open(home.pidFile(), READ, WRITE)) {
            if (file.tryLock() != null) {
                return Optional.empty();
            }
        }
        var pid = Files.readString(home.pidFile()).strip();
        return pid.isEmpty() ? Optional.empty() : ProcessHandle.of(Long.parseLong(pid));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
