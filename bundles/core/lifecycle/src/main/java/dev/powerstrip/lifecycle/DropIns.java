package dev.powerstrip.lifecycle;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import dev.powerstrip.lifecycle.DropFolder.DroppedJar;
import dev.powerstrip.line.FolderWatch.Look;
import dev.powerstrip.line.PluginAdmin.PluginStatus;
import dev.powerstrip.line.PluginAdmin.RevisionStatus;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Puts jars into the drop-in folder and takes them out, one at a time, as an operator would with a shell. */
final class DropIns {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Set<PosixFilePermission> OTHERS
        = Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._+-]*\\.jar");

    private final Path folder;
    private final PluginList list;
    private final ReentrantLock lock = new ReentrantLock();

    DropIns(Path folder, PluginList list) {
        this.folder = folder;
        this.list = list;
    }

    /** Why that folder is not looked into: who may write there may run code here. Empty if nothing is wrong with it. */
    static Optional<String> problem(Path folder) throws IOException {
        var view = Files.getFileAttributeView(folder, PosixFileAttributeView.class);
        if (view == null || !Files.exists(folder)
            || Collections.disjoint(view.readAttributes().permissions(), OTHERS)) {
            return Optional.empty();
        }
        return Optional.of(("%s is not looked into, because others than its owner may write there: "
            + "chmod 700 it and start again").formatted(folder));
    }

    /** @param announced told of the jar's digest before it lies there */
    PluginStatus add(String fileName, InputStream jar, long maxBytes, Consumer<String> announced)
        throws IOException {
        if (!FILE_NAME.matcher(fileName).matches()) {
            throw new GatewayException(ErrorType.INVALID_REQUEST,
                "the file name has to end in .jar and to be of letters, digits and . _ + -");
        }
        lock.lock();
        var part = folder.resolve("." + fileName + ".part");
        try {
            copy(jar, part, maxBytes);
            announced.accept(JarStore.digest(Files.readAllBytes(part)));
            return swapIn(part, folder.resolve(fileName), folder.resolve("." + fileName + ".before"));
        } finally {
            Files.deleteIfExists(part);
            lock.unlock();
        }
    }

    private static void copy(InputStream jar, Path part, long maxBytes) throws IOException {
        try (var out = Files.newOutputStream(part)) {
            var buffer = new byte[1 << 16];
            long size = 0;
            for (int count = jar.read(buffer); count >= 0; count = jar.read(buffer)) {
                size += count;
                if (size > maxBytes) {
                    throw new GatewayException(ErrorType.PAYLOAD_TOO_LARGE,
                        "the jar is larger than %d bytes, which maxJarBytes in etc/lifecycle.cfg.json allows"
                            .formatted(maxBytes));
                }
                out.write(buffer, 0, count);
            }
        }
    }

    /** If the new jar is refused, the one that lay there before lies there again. */
    private PluginStatus swapIn(Path part, Path file, Path before) throws IOException {
        if (Files.exists(file)) {
            Files.copy(file, before, REPLACE_EXISTING);
        }
        Files.move(part, file, ATOMIC_MOVE, REPLACE_EXISTING);
        var decided = await(file);
        var refusal = decided.refusal().or(() -> refusal(decided)).or(() -> outranked(decided));
        if (refusal.isEmpty()) {
            Files.deleteIfExists(before);
            return status(decided).orElseThrow();
        }
        if (Files.exists(before)) {
            Files.move(before, file, ATOMIC_MOVE, REPLACE_EXISTING);
        } else {
            Files.delete(file);
        }
        throw new GatewayException(ErrorType.UNPROCESSABLE, file.getFileName() + " was refused: " + refusal.get());
    }

    private DroppedJar await(Path file) throws IOException {
        var attributes = Files.readAttributes(file, BasicFileAttributes.class);
        var look = new Look(attributes.size(), attributes.lastModifiedTime(), String.valueOf(attributes.fileKey()));
        try {
            return list.await(file, look, LIMIT).orElseThrow(() -> new GatewayException(ErrorType.UNAVAILABLE,
                "%s was not decided on within %d s".formatted(file.getFileName(), LIMIT.toSeconds())));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new GatewayException(ErrorType.UNAVAILABLE, "the gateway stops", stopped);
        }
    }

    private Optional<PluginStatus> status(DroppedJar jar) {
        return list.plugins().stream().filter(plugin -> plugin.id().equals(jar.id().orElseThrow().toString()))
            .findFirst();
    }

    private Optional<String> refusal(DroppedJar jar) {
        return revisions(jar).flatMap(revision -> revision.reason().stream()).findFirst();
    }

    private Stream<RevisionStatus> revisions(DroppedJar jar) {
        var digest = jar.fit().shortDigest();
        return status(jar).stream().flatMap(plugin -> plugin.revisions().stream())
            .filter(revision -> revision.digest().equals(digest));
    }

    /** A jar that is let in, but is not used: who adds one means it to be used. */
    private Optional<String> outranked(DroppedJar jar) {
        if (revisions(jar).findAny().isPresent()) {
            return Optional.empty();
        }
        return list.jars().stream().filter(other -> other.jar().isPresent() && other.fitId().equals(jar.fitId()))
            .filter(other -> other.fit().version().compareTo(jar.fit().version()) > 0).findFirst()
            .map(other -> "it is version %s, and %s of %s comes first: %s".formatted(jar.fit().version(), other.file()
                .getFileName(), other.fit().version(),
                other.file().startsWith(folder) ? "take that one out before"
                    : "a built-in plugin gives way to a higher version only"));
    }

    void remove(String id) throws IOException {
        lock.lock();
        try {
            var own = list.jars().stream().filter(jar -> jar.file().startsWith(folder))
                .filter(jar -> jar.id().filter(known -> known.toString().equals(id)).isPresent()
                    || jar.file().getFileName().toString().equals(id))
                .toList();
            if (own.isEmpty()) {
                throw new GatewayException(ErrorType.NOT_FOUND, ("there is no jar of %s in plugins/; a built-in plugin "
                    + "stays, but \"disabled\" in etc/lifecycle.cfg.json keeps it from running").formatted(id));
            }
            for (var jar : own) {
                Files.deleteIfExists(jar.file());
            }
        } finally {
            lock.unlock();
        }
    }
}
