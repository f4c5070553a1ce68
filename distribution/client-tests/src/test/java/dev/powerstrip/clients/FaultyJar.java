package dev.powerstrip.clients;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;

/** A provider plugin, compiled and packed here, that does what a test says instead of answering. */
final class FaultyJar {

    private static final String PROVIDER = "dev.powerstrip.sdk.provider";

    private FaultyJar() {}

    /** The provider NAME, which serves the model {@code NAME/NAME}; moved into the folder as a whole. */
    static Path write(Path folder, String name, String statements) throws IOException {
        var work = Files.createTempDirectory("faulty");
        var classes = compile(work, name, statements);
        var part = work.resolve(name + ".jar");
        try (var jar = new JarOutputStream(Files.newOutputStream(part), manifest(name))) {
            add(jar, "OSGI-INF/provider.xml", """
                <component xmlns="http://www.osgi.org/xmlns/scr/v1.4.0" name="%s.Plugin" configuration-policy="require">
                  <implementation class="%s.Plugin"/>
                  <service><provide interface="%s.ChatProvider"/></service>
                </component>""".formatted(name, name, PROVIDER).getBytes(StandardCharsets.UTF_8));
            add(jar, "POWERSTRIP-INF/models.json", """
                {"models": [{"model": "%s/%s", "native": "x", "forms": ["openai.chat"]}]}""".formatted(name, name)
                .getBytes(StandardCharsets.UTF_8));
            add(jar, name + "/Plugin.class", Files.readAllBytes(classes.resolve(name + "/Plugin.class")));
        }
        return Files.copy(part, folder.resolve(name + ".jar"));
    }

    private static Path compile(Path work, String name, String statements) throws IOException {
        var source = Files.writeString(work.resolve("Plugin.java"), """
            package %s;
            import dev.powerstrip.sdk.chat.ChatRequest;
            import dev.powerstrip.sdk.provider.*;
            public final class Plugin implements ChatProvider {
                public ProviderResponse chat(ChatRequest request, Attempt attempt) throws java.io.IOException {
                    %s
                }
            }
            """.formatted(name, statements));
        var classes = Files.createDirectory(work.resolve("classes"));
        int result = ToolProvider.getSystemJavaCompiler().run(null, System.err, System.err, "--release", "17", "-d",
            classes.toString(), "-proc:none", "-classpath", System.getProperty("java.class.path"), source.toString());
        if (result != 0) {
            throw new IOException("the test's plugin does not compile");
        }
        return classes;
    }

    private static Manifest manifest(String name) {
        var manifest = new Manifest();
        var headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-SymbolicName", "test.provider." + name);
        headers.putValue("Bundle-Version", "1.0.0");
        headers.putValue("Powerstrip-Plugin", "provider." + name);
        headers.putValue("Service-Component", "OSGI-INF/provider.xml");
        headers.putValue("Import-Package",
            PROVIDER + ";version=\"[1.0,2)\",dev.powerstrip.sdk.chat;version=\"[1.0,2)\"");
        return manifest;
    }

    private static void add(JarOutputStream jar, String name, byte[] content) throws IOException {
        jar.putNextEntry(new ZipEntry(name));
        jar.write(content);
        jar.closeEntry();
    }
}
