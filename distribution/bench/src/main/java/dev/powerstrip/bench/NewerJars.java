package dev.powerstrip.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/** Makes ever newer jars of a built-in plugin: by turns a higher version, and the same version of other bytes. */
final class NewerJars {

    private final Path original;
    private int made;

    NewerJars(Path original) {
        this.original = original;
    }

    byte[] next() throws IOException {
        made++;
        try (var jar = new JarFile(original.toFile())) {
            var manifest = jar.getManifest();
            manifest.getMainAttributes().putValue("Bundle-Version", "1000.0." + made / 2);
            var bytes = new ByteArrayOutputStream();
            try (var out = new JarOutputStream(bytes, manifest)) {
                for (var entry : jar.stream().toList()) {
                    if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
                        out.putNextEntry(new ZipEntry(entry.getName()));
                        jar.getInputStream(entry).transferTo(out);
                        out.closeEntry();
                    }
                }
                out.putNextEntry(new ZipEntry("build.txt"));
                out.write(Integer.toString(made).getBytes(UTF_8));
                out.closeEntry();
            }
            return bytes.toByteArray();
        }
    }
}
