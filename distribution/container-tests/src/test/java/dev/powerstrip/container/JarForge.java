package dev.powerstrip.container;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/** Makes other jars of a built-in plugin's: as an integrator might bring them, good or unfit. */
final class JarForge {

    private static final String MODELS = "POWERSTRIP-INF/models.json";

    private final Path original;
    private final Path folder;
    private String without = "";

    /** @param original the echo provider's jar */
    JarForge(Path original, Path folder) throws IOException {
        this.original = original;
        this.folder = Files.createDirectories(folder);
    }

    /** The echo provider under another name, serving {@code NAME/NAME}. */
    Path provider(String name, String version, Consumer<Attributes> more) throws IOException {
        return copy(name + "-" + version + ".jar", headers -> {
            headers.putValue("Powerstrip-Plugin", "provider." + name);
            headers.putValue("Bundle-SymbolicName", "com.example.provider." + name);
            headers.putValue("Bundle-Version", version);
            more.accept(headers);
        }, models -> models.replace("\"echo/", "\"" + name + "/").replace("/echo\"", "/" + name + "\""));
    }

    /** The same with a class missing that it needs for every answer: it comes up and then throws. */
    Path broken(String name, String version) throws IOException {
        without = "dev/powerstrip/provider/echo/Tokens.class";
        try {
            return provider(name, version, headers -> {});
        } finally {
            without = "";
        }
    }

    /** A jar with no plugin header. */
    Path library(String name) throws IOException {
        return copy(name, headers -> {
            headers.remove(new Attributes.Name("Powerstrip-Plugin"));
            headers.putValue("Bundle-SymbolicName", "com.example.library");
        }, models -> models);
    }

    /** A jar that was copied only in part. */
    Path truncated(String name) throws IOException {
        var whole = Files.readAllBytes(original);
        var half = new byte[whole.length / 2];
        System.arraycopy(whole, 0, half, 0, half.length);
        return Files.write(folder.resolve(name), half);
    }

    /** A file that is no jar at all. */
    Path text(String name) throws IOException {
        return Files.writeString(folder.resolve(name), "not a jar");
    }

    private Path copy(String name, Consumer<Attributes> change, java.util.function.UnaryOperator<String> models)
        throws IOException {
        var target = folder.resolve(name);
        try (var jar = new JarFile(original.toFile())) {
            var manifest = jar.getManifest();
            change.accept(manifest.getMainAttributes());
            try (var out = new JarOutputStream(Files.newOutputStream(target), manifest)) {
                jar.stream().filter(entry -> !entry.getName().equals(JarFile.MANIFEST_NAME))
                    .filter(entry -> !entry.getName().equals(without)).forEach(entry -> {
                        try (var in = jar.getInputStream(entry)) {
                            out.putNextEntry(new ZipEntry(entry.getName()));
                            var bytes = in.readAllBytes();
                            out.write(entry.getName().equals(MODELS)
                                ? models.apply(new String(bytes, StandardCharsets.UTF_8))
                                    .getBytes(StandardCharsets.UTF_8)
                                : bytes);
                            out.closeEntry();
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
            }
        }
        return target;
    }
}
