package dev.powerstrip.lifecycle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** A jar's entries as they are, to tamper with. */
final class JarBytes {

    static final String MANIFEST = "META-INF/MANIFEST.MF";

    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    static JarBytes of(Path jar) throws IOException {
        var bytes = new JarBytes();
        try (var zip = new ZipFile(jar.toFile())) {
            for (var entry : zip.stream().filter(any -> !any.isDirectory()).toList()) {
                bytes.entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        return bytes;
    }

    byte[] entry(String name) {
        return entries.get(name);
    }

    String text(String name) {
        return new String(entries.get(name), StandardCharsets.UTF_8);
    }

    JarBytes with(String name, byte[] content) {
        entries.put(name, content);
        return this;
    }

    JarBytes with(String name, String content) {
        return with(name, content.getBytes(StandardCharsets.UTF_8));
    }

    JarBytes change(String name, UnaryOperator<String> change) {
        return with(name, change.apply(text(name)));
    }

    /** Without the entries whose names match. */
    JarBytes without(String pattern) {
        entries.keySet().removeIf(name -> name.matches(pattern));
        return this;
    }

    JarBytes only(String pattern) {
        entries.keySet().removeIf(name -> !name.matches(pattern));
        return this;
    }

    JarBytes withAll(JarBytes others) {
        entries.putAll(others.entries);
        return this;
    }

    Path write(Path jar) throws IOException {
        try (var zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (var entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return jar;
    }
}
