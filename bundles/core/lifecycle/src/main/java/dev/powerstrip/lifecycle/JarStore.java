package dev.powerstrip.lifecycle;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/** Our own copies of plugin jars, each named by its digest: what is verified and what runs are the same bytes. */
final class JarStore {

    private static final String ENDING = ".jar";

    private final Path folder;

    JarStore(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    /** Copies a jar, unless its copy is here already, and is one. */
    Copy take(Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        var digest = digest(bytes);
        var copy = folder.resolve(digest + ENDING);
        if (!Files.exists(copy) || !digest(Files.readAllBytes(copy)).equals(digest)) {
            var part = folder.resolve(digest + ".part");
            Files.write(part, bytes);
            Files.move(part, copy, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        return new Copy(copy, digest);
    }

    /** The copy of the jar of that digest, if there is one. */
    Optional<Path> copy(String digest) {
        return Optional.of(folder.resolve(digest + ENDING)).filter(Files::exists);
    }

    /**
     * The bytes of a copy, to install them.
     *
     * @throws RefusedException if they are not what was verified
     * @throws IOException if it cannot be read
     */
    static InputStream open(PluginJar jar) throws RefusedException, IOException {
        var bytes = Files.readAllBytes(jar.copy());
        if (!digest(bytes).equals(jar.digest())) {
            throw new RefusedException(
                ("has another digest than when it was verified, because somebody changed %s: see who "
                    + "writes there, then put the jar into plugins/ again").formatted(jar.copy().getFileName()));
        }
        return new ByteArrayInputStream(bytes);
    }

    /** SHA-256, hexadecimal. */
    static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /** Deletes every copy but these. */
    void keepOnly(Set<String> digests) throws IOException {
        try (var copies = Files.newDirectoryStream(folder, "*" + ENDING)) {
            for (var copy : copies) {
                var name = copy.getFileName().toString();
                if (!digests.contains(name.substring(0, name.length() - ENDING.length()))) {
                    Files.delete(copy);
                }
            }
        }
    }

    /** A copy of a jar. */
    record Copy(Path file, String digest) {}
}
