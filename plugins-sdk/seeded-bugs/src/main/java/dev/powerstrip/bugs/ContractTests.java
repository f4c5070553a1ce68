package dev.powerstrip.bugs;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.junit.platform.engine.CancellationToken;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherExecutionRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherExecutionRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs the contract tests on one copy of an adapter up to the first failure; as a process, on one copy after the other. */
final class ContractTests implements TestExecutionListener {

    static final String PASSED = "passed";
    /** No test failed, but they came to no end in time: nobody can say that the bug was found. */
    static final String UNENDED = "came to no end";

    /** For a copy that never ends; an unbroken one needs seconds, and more of them on a busy machine. */
    private static final int LIMIT_IN_MINUTES = 20;
    /** What a copy may bring a version of its own of; everything else all copies share. */
    private static final Pattern OWN = Pattern.compile(".*dev\\.powerstrip\\.(sdk|testing|translation)-.*");
    private static final Pattern OWN_CLASSES
        = Pattern.compile(".*/(sdk|testing|translation)/target/classes/?");

    private static final String SHARED = ContractTests.class.getPackageName() + ".";
    private static final String ORDER = "junit.jupiter.testmethod.order.default";

    private final CancellationToken stop = CancellationToken.create();
    private TestPlan plan;
    private int passed;
    private String failure = "";

    /** Takes the file with the copies, and the names of the tests. */
    public static void main(String[] arguments) throws IOException {
        var tests = List.of(arguments).subList(1, arguments.length);
        for (var copy : Files.readAllLines(Path.of(arguments[0]))) {
            var parts = copy.split("\t", 2);
            System.out.println(parts[0] + "\t" + verdict(parts[1], tests));
        }
        // Whatever threads a broken copy started, it is over.
        System.exit(0);
    }

    private static String verdict(String classPath, List<String> tests) {
        var running = new FutureTask<>(() -> new ContractTests().run(classPath, tests));
        var thread = new Thread(running, "contract tests");
        thread.setDaemon(true);
        thread.start();
        try {
            return running.get(LIMIT_IN_MINUTES, TimeUnit.MINUTES);
        } catch (TimeoutException e) {
            running.cancel(true);
            return UNENDED;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the contract tests cannot be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while contract tests ran", e);
        }
    }

    private String run(String classPath, List<String> tests) throws IOException, ClassNotFoundException {
        try (var loader = loader(classPath)) {
            Thread.currentThread().setContextClassLoader(loader);
            var classes = new ArrayList<Class<?>>();
            for (var name : tests) {
                classes.add(loader.loadClass(name));
            }
            LauncherFactory.create().execute(request(classes));
        }
        if (passed == 0 && failure.isEmpty()) {
            throw new IllegalStateException("none of the tests " + tests + " ran");
        }
        return failure.isEmpty() ? PASSED : failure;
    }

    /** Loads a copy and what it may have changed by itself, and the rest by the loader that all copies share. */
    private static URLClassLoader loader(String classPath) {
        var places = new ArrayList<>(List.of(classPath.split(File.pathSeparator)));
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(place -> OWN.matcher(place).matches() || OWN_CLASSES.matcher(place).matches()).forEach(places::add);
        var urls = places.stream().map(ContractTests::url).toArray(URL[]::new);
        return new URLClassLoader(urls, ContractTests.class.getClassLoader()) {

            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                synchronized (getClassLoadingLock(name)) {
                    var known = findLoadedClass(name);
                    return known != null ? known : own(name, resolve);
                }
            }

            private Class<?> own(String name, boolean resolve) throws ClassNotFoundException {
                boolean isOwn = name.startsWith("dev.powerstrip.") && !name.startsWith(SHARED);
                return isOwn ? findClass(name) : super.loadClass(name, resolve);
            }
        };
    }

    private static URL url(String place) {
        try {
            return Path.of(place).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(place, e);
        }
    }

    private LauncherExecutionRequest request(List<Class<?>> classes) {
        var discovery = LauncherDiscoveryRequestBuilder.request()
            .selectors(classes.stream().map(test -> selectClass(test)).toList())
            .configurationParameter(ORDER, GoldenFirst.class.getName()).build();
        return LauncherExecutionRequestBuilder.request(discovery).listeners(this).cancellationToken(stop).build();
    }

    @Override
    public void testPlanExecutionStarted(TestPlan started) {
        plan = started;
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() == TestExecutionResult.Status.SUCCESSFUL && test.isTest()) {
            passed++;
        } else if (result.getStatus() == TestExecutionResult.Status.FAILED && failure.isEmpty()) {
            failure = name(test) + ": " + result.getThrowable().map(Throwable::toString).orElse("").lines().findFirst()
                .orElse("");
            stop.cancel();
        }
    }

    /** With its parents' names, the engine's not among them. */
    private String name(TestIdentifier test) {
        return plan.getParent(test).filter(parent -> plan.getParent(parent).isPresent())
            .map(parent -> name(parent) + " > ").orElse("") + test.getDisplayName();
    }
}
