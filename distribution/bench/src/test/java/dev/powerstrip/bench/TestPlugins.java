package dev.powerstrip.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Constants;
import aQute.bnd.osgi.EmbeddedResource;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;

/** Builds the jars of the plugins in {@code plugins}, as a vendor's build would: by bnd. */
final class TestPlugins {

    private static final String PACKAGE = "dev.powerstrip.bench.plugins.";

    private final Path folder;

    TestPlugins(Path folder) {
        this.folder = folder;
    }

    /** The provider of that name, which serves {@code NAME/model}. */
    Path provider(String name) throws Exception {
        var jar = folder.resolve(name + ".jar");
        try (var builder = new Builder()) {
            for (var entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
                builder.addClasspath(new File(entry));
            }
            builder.setProperty(Constants.BUNDLE_SYMBOLICNAME, "com.example.provider." + name);
            builder.setProperty(Constants.BUNDLE_VERSION, "1.0.0");
            builder.setProperty(Constants.NOIMPORTJAVA, "true");
            builder.setProperty(Constants.PRIVATEPACKAGE,
                PACKAGE + name + (name.equals("gson") ? ",com.google.gson.*" : ""));
            builder.setProperty(Constants.IMPORT_PACKAGE, "!sun.misc,!com.google.errorprone.annotations,*");
            var built = builder.build();
            if (!builder.getErrors().isEmpty()) {
                throw new IOException(builder.getErrors().toString());
            }
            built.putResource("POWERSTRIP-INF/models.json", text(models(name)));
            if (name.equals("loading")) {
                built.putResource("META-INF/services/" + PACKAGE + "loading.Voice",
                    text(PACKAGE + "loading.SteadyVoice\n"));
            }
            built.write(jar.toFile());
        }
        return jar;
    }

    private static EmbeddedResource text(String text) {
        return new EmbeddedResource(text.getBytes(UTF_8), 0);
    }

    private static String models(String name) {
        return """
            {"source": "a test", "models": [{"model": "%1$s/model", "native": "model", "name": "%1$s", "created": 1,
             "context_length": 1000, "max_completion_tokens": 1000, "input_modalities": ["text"],
             "output_modalities": ["text"], "supported_parameters": [], "forms": ["openai.chat"], "fallback": false,
             "pricing": {"prompt": "0", "completion": "0"}}]}
            """.formatted(name);
    }
}
