package dev.powerstrip.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.powerstrip.line.ConfigFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.launch.Framework;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.util.tracker.ServiceTracker;

class EtcFilesTest {

    private static final List<String> BUNDLES = List.of("org.osgi.util.function", "org.osgi.util.promise",
        "org.osgi.service.component", "org.osgi.service.log", "org.apache.felix.configadmin",
        "org.apache.felix.metatype",
        "org.apache.felix.scr");
    private static final long LIMIT = 30_000;
    private static final String METATYPE = """
        <?xml version="1.0" encoding="UTF-8"?>
        <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.2.0">
          <OCD id="sample" name="Sample"><AD id="size" type="Integer" default="1"/></OCD>
          <Designate pid="sample"><Object ocdref="sample"/></Designate>
        </metatype:MetaData>
        """;

    @TempDir
    private Path folder;
    private Framework framework;
    private Bundle sample;

    @BeforeEach
    void prepare() throws Exception {
        for (var name : List.of("home/etc", "installation/etc")) {
            Files.createDirectories(folder.resolve(name));
        }
        framework = new FrameworkFactory().newFramework(Map.of( //
            "org.osgi.framework.storage", folder.resolve("storage").toString(), //
            "org.osgi.framework.system.packages.extra",
            "dev.powerstrip.line;version=0.1.0,com.google.gson;version=2.15.0,com.google.gson.stream;version=2.15.0,"
                + "org.slf4j;version=2.0.20,org.osgi.service.cm;version=1.6.1", //
            "felix.cm.pm", "memory", //
            "powerstrip.home", folder.resolve("home").toString(), //
            "powerstrip.installation", folder.resolve("installation").toString()));
        framework.start();
        for (var name : BUNDLES) {
            framework.getBundleContext().installBundle("file:" + onClassPath(name)).start();
        }
        sample = framework.getBundleContext().installBundle("sample", sample());
    }

    private static String onClassPath(String artifact) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(
                entry -> Path.of(entry).getFileName().toString().matches(artifact.replace(".", "\\.") + "-\\d.*\\.jar"))
            .findFirst().orElseThrow(() -> new IllegalStateException(artifact + " is not on the class path"));
    }

    private static InputStream sample() throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        manifest.getMainAttributes().putValue("Bundle-ManifestVersion", "2");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", "dev.powerstrip.sample");
        var bytes = new ByteArrayOutputStream();
        try (var jar = new JarOutputStream(bytes, manifest)) {
            jar.putNextEntry(new JarEntry("OSGI-INF/metatype/sample.xml"));
            jar.write(METATYPE.getBytes(StandardCharsets.UTF_8));
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    @AfterEach
    void stop() throws Exception {
        framework.stop();
        framework.waitForStop(LIMIT);
    }

    @Test
    void theCoreStartsWithWhatItsFilesSay() throws Exception {
        old(home("sample", "{\"size\": 7}"));

        start();

        assertThat(configuration("sample").get("size")).isEqualTo(7);
    }

    @Test
    void aFileOfTheHomeHidesTheInstallations() throws Exception {
        old(Files.writeString(folder.resolve("installation/etc/sample.cfg.json"), "{\"size\": 1}"));
        var own = old(home("sample", "{\"size\": 2}"));
        start();
        assertThat(configuration("sample").get("size")).isEqualTo(2);

        Files.delete(own);

        eventually(() -> Integer.valueOf(1).equals(configuration("sample").get("size")));
    }

    @Test
    void aBadFileChangesNothingAndOneThatGoesLeavesTheDefaults() throws Exception {
        start();
        home("sample", "{\"size\": 2}");
        eventually(() -> configuration("sample") != null);

        home("sample", "{\"size\": 3, \"siez\": 3}");
        home("marker", "{}");
        home("provider.vendor", "{}");
        eventually(() -> service(ConfigFiles.class).plugins().containsKey("provider.vendor"));
        assertThat(configuration("sample").get("size")).isEqualTo(2);
        assertThat(configuration("marker")).isNull();

        Files.delete(folder.resolve("home/etc/sample.cfg.json"));
        eventually(() -> configuration("sample") == null);
    }

    @Test
    void filesOfPluginsAreShownAndNotPutIntoConfigurationAdmin() throws Exception {
        old(home("provider.vendor~eu", "{\"apiKey\": \"sk-1\"}"));
        start();
        var files = service(ConfigFiles.class);
        var changed = new CountDownLatch(1);
        var registration = files.onChange(changed::countDown);

        assertThat(files.plugins()).containsOnlyKeys("provider.vendor~eu");
        assertThat(service(ConfigurationAdmin.class).listConfigurations(null)).isNull();
        home("sink.jsonl", "{");
        assertThat(changed.await(LIMIT, TimeUnit.MILLISECONDS)).isTrue();
        registration.close();
        assertThat(files.plugins().get("sink.jsonl").problem()).isPresent();
        assertThat(files.check(files.plugins().get("provider.vendor~eu").without(Set.of("apiKey")), sample,
            "sample")).isEmpty();
    }

    private void start() throws Exception {
        framework.getBundleContext().installBundle("reference:file:" + Path.of("target/classes").toAbsolutePath())
            .start();
        service(ConfigFiles.class);
    }

    private Path home(String stem, String json) throws IOException {
        return Files.writeString(folder.resolve("home/etc").resolve(stem + ".cfg.json"), json);
    }

    private static Path old(Path file) throws IOException {
        return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
    }

    /** Null if there is none. */
    private Dictionary<String, Object> configuration(String pid) throws Exception {
        var found = service(ConfigurationAdmin.class).listConfigurations("(service.pid=" + pid + ")");
        try {
            return found == null ? null : found[0].getProperties();
        } catch (IllegalStateException deletedMeanwhile) {
            return null;
        }
    }

    /** In use until the framework stops: Configuration Admin is a service that ends with its last use. */
    private <T> T service(Class<T> type) throws InterruptedException {
        var tracker = new ServiceTracker<T, T>(framework.getBundleContext(), type, null);
        tracker.open();
        return tracker.waitForService(LIMIT);
    }

    private static void eventually(Callable<Boolean> condition) throws Exception {
        long end = System.currentTimeMillis() + LIMIT;
        while (!condition.call()) {
            assertThat(System.currentTimeMillis()).as("hang guard").isLessThan(end);
            LockSupport.parkNanos(1_000_000);
        }
    }
}
