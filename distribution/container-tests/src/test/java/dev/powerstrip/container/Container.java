package dev.powerstrip.container;

import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.Constants.START_LEVEL_SYSTEM_BUNDLES;
import static org.ops4j.pax.exam.Constants.START_LEVEL_TEST_BUNDLE;
import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.frameworkStartLevel;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.url;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.ops4j.pax.exam.Option;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;

/** The assembled bundles as Pax Exam starts them. */
final class Container {

    private Container() {}

    /** What is started, with that home. */
    static Option[] on(Path home) throws IOException {
        var bundles = Assembly.started().stream()
            .map(started -> bundle(started.jar().toUri().toString()).startLevel(started.level()))
            .toArray(Option[]::new);
        var paxExam = Stream.of("org.ops4j.base", "org.ops4j.pax.swissbox.core", "org.ops4j.pax.swissbox.extender",
            "org.ops4j.pax.swissbox.framework", "org.ops4j.pax.swissbox.lifecycle", "org.ops4j.pax.swissbox.tracker",
            "org.ops4j.pax.extender.service", "org.ops4j.pax.exam", "org.ops4j.pax.exam.inject", "jakarta.inject-api")
            .map(name -> url("link:classpath:META-INF/links/" + name + ".link").startLevel(START_LEVEL_SYSTEM_BUNDLES))
            .toArray(Option[]::new);
        return new Option[] {composite(bundles), composite(paxExam), junitBundles(),
            frameworkStartLevel(START_LEVEL_TEST_BUNDLE),
            frameworkProperty("org.osgi.framework.bsnversion").value("multiple"),
            frameworkProperty("powerstrip.home").value(home.toString()),
            frameworkProperty("powerstrip.installation").value(Assembly.folder().toString()),
            frameworkProperty("powerstrip.port").value("0")};
    }

    static void empty(Path home) throws IOException {
        if (Files.exists(home)) {
            try (var files = Files.walk(home)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        for (var folder : new String[] {"etc", "plugins", "data", "log"}) {
            Files.createDirectories(home.resolve(folder));
        }
    }

    static URI awaitReady(BundleContext context) throws InvalidSyntaxException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
        while (true) {
            var ready = context.getServiceReferences(Supplier.class, "(powerstrip.ready=true)");
            if (!ready.isEmpty()) {
                return URI.create(ready.iterator().next().getProperty("powerstrip.url").toString());
            }
            assertTrue("the gateway is ready in time", System.nanoTime() < deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
