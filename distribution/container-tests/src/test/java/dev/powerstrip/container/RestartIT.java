package dev.powerstrip.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarFile;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleWiring;

/** The assembled bundles, started again in a home where every provider that ships was on before. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class RestartIT {

    private static final String PLUGIN = "Powerstrip-Plugin";

    @Inject
    private BundleContext context;

    @Configuration
    public Option[] afterAFirstRun() throws IOException, InterruptedException {
        Container.empty(home());
        for (var jar : Assembly.jars("plugins")) {
            var id = id(jar);
            if (id.startsWith("provider.") && !id.equals("provider.echo")) {
                Files.writeString(home().resolve("etc").resolve(id + ".cfg.json"),
                    "{\"apiKey\": \"key\", \"baseUrl\": \"http://127.0.0.1:9/v1\"}");
            }
        }
        runOnce();
        return Container.on(home());
    }

    private static Path home() {
        return Path.of(System.getProperty("powerstrip.work")).resolve("restarted");
    }

    private static String id(Path jar) throws IOException {
        try (var file = new JarFile(jar.toFile())) {
            return file.getManifest().getMainAttributes().getValue(PLUGIN);
        }
    }

    /** As an operator does, in a process of its own. */
    private static void runOnce() throws IOException, InterruptedException {
        var builder = new ProcessBuilder(Assembly.folder().resolve("bin/powerstrip").toString(), "run", "--port", "0",
            "--home", home().toString()).redirectErrorStream(true);
        var path = System.getenv("PATH");
        builder.environment().clear();
        builder.environment().put("PATH", path);
        builder.environment().put("POWERSTRIP_JAVA", Path.of(System.getProperty("java.home"), "bin/java").toString());
        var process = builder.start();
        try (var output = process.inputReader(UTF_8)) {
            var line = output.readLine();
            while (line != null && !line.startsWith("Powerstrip ready on ")) {
                line = output.readLine();
            }
            assertTrue("the first run gets ready", line != null);
            process.destroy();
            assertEquals(0, process.waitFor());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    public void noProviderHasAClassLoaderBeforeItsFirstLease() throws Exception {
        var gateway = new Gateway(Container.awaitReady(context), home());
        assertEquals(shippedWithCode(), providers().stream().map(RestartIT::plugin).sorted().toList());
        for (var provider : providers()) {
            gateway.awaitRevision(plugin(provider), "current");
        }
        assertEquals(List.of(), withLoader());

        assertEquals(200, gateway.chat("echo/echo", "hi").statusCode());
        assertEquals(List.of("provider.echo"), withLoader());
    }

    /** A provider without code is no bundle. */
    private static List<String> shippedWithCode() throws IOException {
        var shipped = new ArrayList<String>();
        for (var jar : Assembly.jars("plugins")) {
            try (var file = new JarFile(jar.toFile())) {
                if (id(jar).startsWith("provider.") && file.getEntry("POWERSTRIP-INF/provider.json") == null) {
                    shipped.add(id(jar));
                }
            }
        }
        return shipped.stream().sorted().toList();
    }

    private List<Bundle> providers() {
        return Arrays.stream(context.getBundles())
            .filter(bundle -> plugin(bundle).startsWith("provider.")).toList();
    }

    private static String plugin(Bundle bundle) {
        var id = bundle.getHeaders().get(PLUGIN);
        return id == null ? "" : id;
    }

    private List<String> withLoader() throws ReflectiveOperationException {
        var loaded = new ArrayList<String>();
        for (var provider : providers()) {
            if (hasLoader(provider)) {
                loaded.add(plugin(provider));
            }
        }
        return loaded;
    }

    /** Asking the wiring would make one. */
    private static boolean hasLoader(Bundle bundle) throws ReflectiveOperationException {
        var wiring = bundle.adapt(BundleWiring.class);
        var loader = wiring.getClass().getDeclaredField("m_classLoader");
        loader.setAccessible(true);
        return loader.get(wiring) != null;
    }
}
