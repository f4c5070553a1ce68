package dev.powerstrip.cli;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.powerstrip.launcher.RefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;

/** Makes plugins of folders that describe a provider. The same folder gives the same bytes. */
final class Packager {

    private static final String DESCRIPTOR = "provider.json";
    private static final String MODELS = "models.json";
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?");
    private static final Pattern VERSION = Pattern.compile("\\d+(\\.\\d+(\\.\\d+([.-][A-Za-z0-9_-]+)?)?)?");
    private static final LocalDateTime ALWAYS = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final Path output;
    private final String version;

    Packager(Path output, String version) throws RefusedException {
        if (!VERSION.matcher(version).matches()) {
            throw new RefusedException("\"%s\" is no version such as 1.2.0".formatted(version));
        }
        this.output = output;
        this.version = version.replaceFirst("-", ".");
    }

    /** Packs a folder, or each folder below it that has a descriptor. */
    List<Path> pack(Path folder) throws IOException, RefusedException {
        var folders = Files.exists(folder.resolve(DESCRIPTOR)) ? List.of(folder) : below(folder);
        if (folders.isEmpty()) {
            throw new RefusedException("there is no %s in %s, nor in a folder below it".formatted(DESCRIPTOR, folder));
        }
        Files.createDirectories(output);
        var jars = new ArrayList<Path>();
        for (var one : folders) {
            jars.add(packOne(one));
        }
        return jars;
    }

    private static List<Path> below(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(file -> Files.exists(file.resolve(DESCRIPTOR))).sorted().toList();
        }
    }

    private Path packOne(Path folder) throws IOException, RefusedException {
        var name = folder.toRealPath().getFileName().toString();
        if (!NAME.matcher(name).matches()) {
            throw new RefusedException(
                ("the folder is called as the provider is asked for, in lower-case letters, digits "
                    + "and hyphens; \"%s\" is no such name").formatted(name));
        }
        var descriptor = object(folder.resolve(DESCRIPTOR));
        if (!descriptor.has("engine")) {
            throw new RefusedException("%s: engine is missing: name one, such as \"compatible\""
                .formatted(folder.resolve(DESCRIPTOR)));
        }
        boolean hasModels = Files.exists(folder.resolve(MODELS));
        if (hasModels && !object(folder.resolve(MODELS)).has("models")) {
            throw new RefusedException("%s: models is missing: it is the array of them".formatted(
                folder.resolve(MODELS)));
        }
        var jar = output.resolve("provider." + name + ".jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(entry(JarFile.MANIFEST_NAME));
            manifest(name).write(out);
            add(folder, DESCRIPTOR, out);
            if (hasModels) {
                add(folder, MODELS, out);
            }
        }
        return jar;
    }

    private static JsonObject object(Path file) throws IOException, RefusedException {
        try {
            return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException malformed) {
            throw new RefusedException("%s is no JSON object: %s".formatted(file, malformed.getMessage()), malformed);
        }
    }

    private Manifest manifest(String name) {
        var manifest = new Manifest();
        var headers = manifest.getMainAttributes();
        headers.putValue("Manifest-Version", "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-SymbolicName", "provider." + name);
        headers.putValue("Bundle-Version", version);
        headers.putValue("Powerstrip-Plugin", "provider." + name);
        return manifest;
    }

    private static void add(Path folder, String file, JarOutputStream out) throws IOException {
        out.putNextEntry(entry("POWERSTRIP-INF/" + file));
        out.write(Files.readString(folder.resolve(file)).getBytes(StandardCharsets.UTF_8));
    }

    private static JarEntry entry(String name) {
        var entry = new JarEntry(name);
        entry.setTimeLocal(ALWAYS);
        return entry;
    }
}
