package dev.powerstrip.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.powerstrip.line.Lease;
import dev.powerstrip.line.PluginAdmin;
import dev.powerstrip.line.PluginAdmin.PluginStatus;
import dev.powerstrip.line.PluginAdmin.RevisionStatus;
import dev.powerstrip.line.PluginFailedException;
import dev.powerstrip.line.Plugins;
import dev.powerstrip.line.Secrets;
import dev.powerstrip.sdk.secret.SecretSource;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.util.tracker.ServiceTracker;

/** Felix with lifecycle and what it needs. The SDK and the line's contracts are the test's own classes. */
final class TestFramework implements AutoCloseable {

    private static final List<String> BUNDLES = List.of("org.osgi.util.function", "org.osgi.util.promise",
        "org.osgi.service.component", "org.osgi.service.log", "org.apache.felix.configadmin",
        "org.apache.felix.metatype", "org.apache.felix.scr",
        "dev.powerstrip.config");
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Path home;
    private final Path installation;
    private Framework framework;

    TestFramework(Path folder) throws IOException {
        home = Files.createDirectories(folder.resolve("home"));
        installation = Files.createDirectories(folder.resolve("installation"));
        for (var name : List.of("etc", "plugins")) {
            Files.createDirectories(home.resolve(name));
            Files.createDirectories(installation.resolve(name));
        }
    }

    Path home() {
        return home;
    }

    Path plugins() {
        return home.resolve("plugins");
    }

    Path builtIns() {
        return installation.resolve("plugins");
    }

    /** Writes a configuration file. */
    Path etc(String stem, String json) throws IOException {
        return put(home.resolve("etc").resolve(stem + ".cfg.json"), json.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a file as a whole: it is moved to its place, so that nobody who watches the folder sees the beginning of it. */
    static Path put(Path file, byte[] content) throws IOException {
        var part = Files.write(file.resolveSibling("." + file.getFileName() + ".put"), content);
        return Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Starts it with the files that are there, however new they are: the first look takes them all. */
    TestFramework start() throws Exception {
        for (var folder : List.of(home.resolve("etc"), home.resolve("plugins"), installation.resolve("etc"),
            installation.resolve("plugins"))) {
            age(folder);
        }
        framework = new FrameworkFactory().newFramework(Map.of( //
            Constants.FRAMEWORK_STORAGE, Files.createTempDirectory("framework").toString(), //
            Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT, //
            Constants.FRAMEWORK_BSNVERSION, Constants.FRAMEWORK_BSNVERSION_MULTIPLE, //
            Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, shared(), //
            "felix.cm.pm", "memory", //
            "ds.loglevel", "0", //
            "powerstrip.home", home.toString(), //
            "powerstrip.installation", installation.toString()));
        framework.start();
        var bundles = new ArrayList<Bundle>();
        for (var name : BUNDLES) {
            bundles.add(framework.getBundleContext().installBundle("file:" + onClassPath(name)));
        }
        bundles.add(
            framework.getBundleContext().installBundle("reference:file:" + Path.of("target/classes").toAbsolutePath()));
        for (var bundle : bundles) {
            bundle.start();
        }
        eventually(() -> admin().settled());
        return this;
    }

    /** Makes its files look as if they had been there for a while; which of two is the later one stays so. */
    private static void age(Path folder) throws IOException {
        try (var files = Files.newDirectoryStream(folder)) {
            for (var file : files) {
                var before = Files.getLastModifiedTime(file).toInstant();
                Files.setLastModifiedTime(file, FileTime.from(before.minusSeconds(60)));
            }
        }
    }

    private static String onClassPath(String artifact) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(
                entry -> Path.of(entry).getFileName().toString().matches(artifact.replace(".", "\\.") + "-\\d.*\\.jar"))
            .findFirst().orElseThrow(() -> new IllegalStateException(artifact + " is not on the class path"));
    }

    private static String shared() {
        var sdk = List.of("auth", "chat", "dialect", "error", "form", "guardrail", "http", "json", "plugin", "provider",
            "routing", "secret", "sink", "upstream").stream().map("dev.powerstrip.sdk.%s;version=1.99.0"::formatted);
        return sdk.collect(Collectors.joining(",")) + ",dev.powerstrip.line;version=0.1.0"
            + ",com.google.gson;version=2.15.0,com.google.gson.stream;version=2.15.0,org.slf4j;version=2.0.20";
    }

    Plugins pluginsService() {
        return service(Plugins.class);
    }

    PluginAdmin admin() {
        return service(PluginAdmin.class);
    }

    Secrets secrets() {
        return service(Secrets.class);
    }

    <T> void register(Class<T> type, T service) {
        framework.getBundleContext().registerService(type, service, null);
    }

    private <T> T service(Class<T> type) {
        var tracker = new ServiceTracker<T, T>(framework.getBundleContext(), type, null);
        tracker.open();
        try {
            return tracker.waitForService(LIMIT.toMillis());
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        } finally {
            tracker.close();
        }
    }

    /** What the plugin of that name answers now; empty if there is none. */
    Optional<String> answer(String name) throws IOException {
        var lease = pluginsService().lease(SecretSource.class, name);
        return lease.isEmpty() ? Optional.empty() : Optional.of(answer(lease.get(), true));
    }

    /** What the leased plugin answers. */
    static String answer(Lease<SecretSource> lease) throws IOException {
        return answer(lease, false);
    }

    private static String answer(Lease<SecretSource> lease, boolean last) throws IOException {
        try {
            return lease.call(source -> source.read("key")).orElseThrow().use(value -> value);
        } finally {
            if (last) {
                lease.close();
            }
        }
    }

    Lease<SecretSource> lease(String name) {
        return pluginsService().lease(SecretSource.class, name).orElseThrow();
    }

    void untilAnswerDespiteFailures(String name, String expected) throws Exception {
        eventually(() -> {
            try {
                return answer(name).filter(expected::equals).isPresent();
            } catch (PluginFailedException failed) {
                return false;
            }
        });
    }

    void untilAnswer(String name, String expected) throws Exception {
        eventually(() -> answer(name).filter(expected::equals).isPresent());
    }

    /** The reason why a revision of that plugin, or a jar of that name, was refused. */
    String refusal(String id) throws Exception {
        eventually(() -> reasons(id).findAny().isPresent());
        return reasons(id).findFirst().orElseThrow();
    }

    Stream<String> reasons(String id) {
        return status(id).stream().flatMap(plugin -> plugin.revisions().stream())
            .flatMap(revision -> revision.reason().stream());
    }

    List<String> states(String id) {
        return status(id).stream().flatMap(plugin -> plugin.revisions().stream()).map(RevisionStatus::state).toList();
    }

    /** Why it is off; empty if it is not. */
    String off(String id) {
        return status(id).flatMap(PluginStatus::off).orElse("");
    }

    Optional<PluginStatus> status(String id) {
        return admin().plugins().stream().filter(plugin -> plugin.id().equals(id)).findFirst();
    }

    List<String> bundles() {
        return Arrays.stream(framework.getBundleContext().getBundles()).map(Bundle::getLocation)
            .filter(location -> location.startsWith("powerstrip:")).toList();
    }

    Framework framework() {
        return framework;
    }

    /** Looks again and again until it is so; the limit is only for a test that hangs. */
    static void eventually(Callable<Boolean> condition) throws Exception {
        var end = Instant.now().plus(LIMIT);
        while (!condition.call()) {
            assertThat(Instant.now()).as("hang guard").isBefore(end);
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void close() throws BundleException {
        framework.stop();
        try {
            framework.waitForStop(LIMIT.toMillis());
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
