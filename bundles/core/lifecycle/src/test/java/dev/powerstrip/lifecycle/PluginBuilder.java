package dev.powerstrip.lifecycle;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Constants;
import aQute.bnd.osgi.EmbeddedResource;
import aQute.bnd.osgi.Jar;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;

/** Builds plugin jars as a vendor's build would: javac, then bnd. */
final class PluginBuilder {

    private final String id;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private String said;
    private String version = "1.0.0";
    private String config = "";
    private String members = "";
    private String constructor = "";
    private String also = "";
    private String contract = "dev.powerstrip.sdk.secret.SecretSource";
    private String method = """
        public java.util.Optional<dev.powerstrip.sdk.secret.Secret> read(String key) {
            return java.util.Optional.of(dev.powerstrip.sdk.secret.Secret.of(answer(key)));
        }
        """;
    private String answer = "\"%VERSION%\"";
    private String annotations = "@Component(configurationPolicy = ConfigurationPolicy.REQUIRE)";
    private String models = "";

    private PluginBuilder(String id) {
        this.id = id;
        this.said = id;
    }

    /** A secret source that answers with its version, which is the smallest plugin there is. */
    static PluginBuilder secret(String name) {
        return new PluginBuilder("secret." + name);
    }

    /** A provider that answers nothing. */
    static PluginBuilder provider(String name) {
        var builder = new PluginBuilder("provider." + name);
        builder.contract = "dev.powerstrip.sdk.provider.ChatProvider";
        builder.method = """
            public dev.powerstrip.sdk.provider.ProviderResponse chat(dev.powerstrip.sdk.chat.ChatRequest request,
                dev.powerstrip.sdk.provider.Attempt attempt) {
                throw new UnsupportedOperationException(answer(""));
            }
            """;
        return builder;
    }

    /** The method of its contract, in place of the usual one. */
    PluginBuilder method(String text) {
        method = text;
        return this;
    }

    /** A provider that is also an engine: it refuses a descriptor with a field {@code wrong}, and else says its name. */
    static PluginBuilder engine(String name) {
        var builder = provider(name);
        builder.contract += ", dev.powerstrip.sdk.provider.ProviderFactory";
        builder.members = """
            public dev.powerstrip.sdk.provider.ChatProvider provider(
                dev.powerstrip.sdk.provider.ProviderDescriptor descriptor) {
                if (descriptor.json().has("wrong")) {
                    throw new IllegalArgumentException("wrong is not known");
                }
                return new Made(descriptor.name() + " on " + answer(""));
            }
            record Made(String text) implements dev.powerstrip.sdk.provider.ChatProvider {
                public dev.powerstrip.sdk.provider.ProviderResponse chat(dev.powerstrip.sdk.chat.ChatRequest request,
                    dev.powerstrip.sdk.provider.Attempt attempt) {
                    throw new UnsupportedOperationException(text);
                }
            }
            """;
        return builder;
    }

    /** A provider without code. */
    static Path descriptor(String name, String version, String json, Path file) throws IOException {
        var manifest = new Manifest();
        var headers = manifest.getMainAttributes();
        headers.putValue("Manifest-Version", "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-SymbolicName", "test.provider." + name);
        headers.putValue("Bundle-Version", version);
        headers.putValue("Powerstrip-Plugin", "provider." + name);
        var part = Files.createTempFile(file.getParent(), ".plugin", ".part");
        try (var jar = new JarOutputStream(Files.newOutputStream(part), manifest)) {
            jar.putNextEntry(new ZipEntry("POWERSTRIP-INF/provider.json"));
            jar.write(json.getBytes(StandardCharsets.UTF_8));
            jar.closeEntry();
        }
        return Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }

    PluginBuilder version(String text) {
        version = text;
        return this;
    }

    /** What the jar says it is, instead of what it is. */
    PluginBuilder says(String text) {
        said = text;
        return this;
    }

    PluginBuilder header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** Other annotations on the component than usual. */
    PluginBuilder annotations(String text) {
        annotations = text;
        return this;
    }

    PluginBuilder upstream(String values) {
        annotations += "\n@dev.powerstrip.sdk.plugin.UpstreamDefaults(" + values + ")";
        return this;
    }

    PluginBuilder models(String json) {
        models = json;
        return this;
    }

    /** A configuration of these methods; the component answers with an expression of {@code config}. */
    PluginBuilder config(String methods, String expression) {
        config
            = "@org.osgi.service.metatype.annotations.ObjectClassDefinition public @interface Config {" + methods + "}";
        annotations += "\n@org.osgi.service.metatype.annotations.Designate(ocd = Plugin.Config.class)";
        members += "private final Config config;";
        constructor = "@Activate public Plugin(Config config) { this.config = config; }";
        answer = expression;
        return this;
    }

    PluginBuilder constructor(String statements) {
        constructor = "@Activate public Plugin() throws Exception {" + statements + "}";
        return this;
    }

    PluginBuilder members(String text) {
        members += text;
        return this;
    }

    /** A check of its health that does this. */
    PluginBuilder health(String statements) {
        also = ", dev.powerstrip.sdk.plugin.HealthCheck";
        members += "@Override public void check() throws java.io.IOException {" + statements + "}";
        return this;
    }

    /** What it answers: an expression of {@code key} and {@code config}. */
    PluginBuilder answer(String expression) {
        answer = expression;
        return this;
    }

    /** Writes the jar as a whole: it is moved to its place. */
    Path write(Path file) throws Exception {
        var part = Files.createTempFile(file.getParent(), ".plugin", ".part");
        var name = "plugin." + id.replace('-', '_').replace('.', '_');
        try (var builder = new Builder()) {
            builder.addClasspath(new Jar("plugin", compile(name).toFile()));
            for (var entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
                if (entry.contains("powerstrip") || entry.contains("osgi")) {
                    builder.addClasspath(new File(entry));
                }
            }
            builder.setProperty(Constants.BUNDLE_SYMBOLICNAME, "test." + id);
            builder.setProperty(Constants.BUNDLE_VERSION, version);
            builder.setProperty(Constants.PRIVATEPACKAGE, name);
            builder.setProperty(Constants.NOIMPORTJAVA, "true");
            headers.forEach(builder::setProperty);
            var jar = builder.build();
            if (!builder.getErrors().isEmpty()) {
                throw new IOException(builder.getErrors().toString());
            }
            if (!models.isEmpty()) {
                jar.putResource("POWERSTRIP-INF/models.json",
                    new EmbeddedResource(models.getBytes(StandardCharsets.UTF_8), 0));
            }
            jar.write(part.toFile());
        }
        return Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private Path compile(String packageName) throws IOException {
        var folder = Files.createTempDirectory("plugin");
        var source = Files.writeString(folder.resolve("Plugin.java"), source(packageName));
        var classes = Files.createDirectory(folder.resolve("classes"));
        var compiler = ToolProvider.getSystemJavaCompiler();
        int result = compiler.run(null, System.err, System.err, "-d", classes.toString(), "-proc:none", "-classpath",
            System.getProperty("java.class.path"), source.toString());
        if (result != 0) {
            throw new IOException("the test's plugin does not compile");
        }
        return classes;
    }

    private String source(String packageName) {
        return """
            package %s;
            import org.osgi.service.component.annotations.*;
            %s
            @dev.powerstrip.sdk.plugin.PluginName("%s")
            public final class Plugin implements %s {
                %s
                %s
                %s
                %s
                String answer(String key) { return %s; }
            }
            """.formatted(packageName, annotations, said, contract + also, config, members, constructor, method,
            answer.replace("%VERSION%", version));
    }
}
