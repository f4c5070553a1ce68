package dev.powerstrip.lifecycle;

import static dev.powerstrip.lifecycle.PluginBuilder.provider;
import static dev.powerstrip.lifecycle.PluginBuilder.secret;
import static dev.powerstrip.lifecycle.TestFramework.answer;
import static dev.powerstrip.lifecycle.TestFramework.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.powerstrip.line.Lease;
import dev.powerstrip.line.PluginFailedException;
import dev.powerstrip.line.Revision;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.secret.SecretSource;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where plugin code ends: in a real framework, with plugins that do what they should not. */
class BoundaryTest {

    private static final String FOREVER = "java.util.concurrent.locks.LockSupport.park();";
    /** Waits for a system property of that name, whatever interrupts it. */
    private static final String DEAF = """
        while (System.getProperty("let.go." + key) == null) {
            Thread.onSpinWait();
        }
        """;

    private static final String EVIL = """
        static final class Evil extends RuntimeException {
            @Override public String getMessage() { return getMessage(); }
        }
        static final class Own extends java.net.SocketTimeoutException {
            Own() { super("too slow"); }
        }
        """;

    @TempDir
    private Path folder;
    @AutoClose
    private TestFramework framework;

    @BeforeEach
    void prepare() throws IOException {
        framework = new TestFramework(folder);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        return read(key);                                        | java.lang.StackOverflowError
        throw new NoClassDefFoundError("acme/Missing");          | java.lang.NoClassDefFoundError: acme/Missing
        long[] all = new long[Integer.MAX_VALUE]; return null;   | java.lang.OutOfMemoryError
        throw new ThreadDeath();                                 | java.lang.ThreadDeath
        throw new AssertionError("never");                       | java.lang.AssertionError: never
        return null;                                             | it answered null
        throw new Evil();                                        | its message cannot be had, java.lang.StackOverflowError
        """)
    void whateverItThrowsIsAFailureInWords(String statements, String words) throws Exception {
        secret("bad").method(read(statements)).members(EVIL).write(framework.plugins().resolve("bad.jar"));
        framework.start();

        try (var lease = lease("bad")) {
            assertThatThrownBy(() -> answer(lease)).isExactlyInstanceOf(PluginFailedException.class)
                .hasMessageContaining("secret.bad@1.0.0").hasMessageContaining(words).hasNoCause();
        }
    }

    private static String read(String statements) {
        return """
            public java.util.Optional<dev.powerstrip.sdk.secret.Secret> read(String key) throws java.io.IOException {
                %s
            }
            """.formatted(statements);
    }

    private Lease<SecretSource> lease(String name) throws Exception {
        eventually(() -> !framework.states("secret." + name).isEmpty());
        return framework.lease(name);
    }

    @Test
    void whatItMayThrowNeverGoesOnAsAnObjectOfItsOwn() throws Exception {
        secret("bad").members(EVIL).method(read("""
            switch (key) {
                case "io": throw new Own();
                default: throw new dev.powerstrip.sdk.error.GatewayException(
                    dev.powerstrip.sdk.error.ErrorType.NOT_FOUND, "no such key", new Evil()).with("key", key);
            }
            """)).write(framework.plugins().resolve("bad.jar"));
        framework.start();

        try (var lease = lease("bad")) {
            assertThatThrownBy(() -> lease.call(source -> source.read("io")))
                .isExactlyInstanceOf(SocketTimeoutException.class).hasMessageContaining("too slow").hasNoCause();
            assertThatThrownBy(() -> lease.call(source -> source.read("other")))
                .isInstanceOfSatisfying(GatewayException.class, decided -> {
                    assertThat(decided).hasMessage("no such key").hasNoCause();
                    assertThat(decided.type()).isEqualTo(ErrorType.NOT_FOUND);
                    assertThat(decided.metadata().get("key").getAsString()).isEqualTo("other");
                });
        }
    }

    @Test
    void aCallThatWaitsForEverIsInterruptedAndFails() throws Exception {
        framework.etc("lifecycle", "{\"callTimeout\": \"PT0.25S\"}");
        secret("slow").method(read("while (!Thread.currentThread().isInterrupted()) { " + FOREVER + " } return null;"))
            .write(framework.plugins().resolve("slow.jar"));
        framework.start();

        try (var lease = lease("slow")) {
            assertThatThrownBy(() -> answer(lease)).isInstanceOf(PluginFailedException.class)
                .hasMessageContaining("it took too long and was interrupted");
        }
        assertThat(Thread.currentThread().isInterrupted()).as("afterwards").isFalse();
    }

    @Test
    void timeInWhichTheCoreWorksForItIsNotItsOwn() throws Exception {
        framework.etc("lifecycle", "{\"callTimeout\": \"PT1S\"}");
        secret("slow").method(read("while (!Thread.currentThread().isInterrupted()) { " + FOREVER + " } return null;"))
            .write(framework.plugins().resolve("slow.jar"));
        secret("patient").write(framework.plugins().resolve("patient.jar"));
        framework.start();

        try (var patient = lease("patient"); var slow = lease("slow")) {
            var waited = patient.call(source -> patient.waiting(() -> {
                // Longer than the watchdog needs to end another call.
                assertThatThrownBy(() -> inBackground(() -> answer(slow))).isInstanceOf(PluginFailedException.class);
                return "waited";
            }));

            assertThat(waited).isEqualTo("waited");
        }
    }

    private static String inBackground(Callable<String> work) throws IOException {
        var thread = Executors.newSingleThreadExecutor();
        try {
            return thread.submit(work).get();
        } catch (ExecutionException failed) {
            throw (RuntimeException) failed.getCause();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        } finally {
            thread.shutdown();
        }
    }

    @Test
    void oneThatDoesNotComeBackFromItsDeactivationHoldsUpNoOther() throws Exception {
        framework.etc("lifecycle", "{\"callTimeout\": \"PT0.25S\"}");
        secret("deaf").members("@Deactivate void stop() { var key = \"deactivation\"; " + DEAF + "}")
            .write(framework.plugins().resolve("deaf.jar"));
        framework.start();
        framework.untilAnswer("deaf", "1.0.0");

        secret("deaf").version("1.1.0").write(framework.plugins().resolve("deaf-1.1.jar"));
        framework.untilAnswer("deaf", "1.1.0");
        eventually(() -> framework.states("secret.deaf").equals(List.of("current", "stuck")));
        secret("other").write(framework.plugins().resolve("other.jar"));
        framework.untilAnswer("other", "1.0.0");
        assertThat(framework.bundles()).hasSize(3);

        System.setProperty("let.go.deactivation", "now");
        try {
            eventually(() -> framework.states("secret.deaf").equals(List.of("current")));
            eventually(() -> framework.bundles().size() == 2);
        } finally {
            System.clearProperty("let.go.deactivation");
        }
    }

    @Test
    void oneThatWaitsInItsDeactivationIsInterrupted() throws Exception {
        framework.etc("lifecycle", "{\"callTimeout\": \"PT0.25S\"}");
        var jar = secret("slow")
            .members("@Deactivate void stop() { while (!Thread.currentThread().isInterrupted()) { " + FOREVER + " } }")
            .write(framework.plugins().resolve("slow.jar"));
        framework.start();
        framework.untilAnswer("slow", "1.0.0");

        Files.delete(jar);

        eventually(() -> framework.bundles().isEmpty() && framework.admin().plugins().isEmpty());
    }

    @Test
    void aCallThatDoesNotComeBackIsToldOfAndItsRevisionIsStuckUntilItDoes() throws Exception {
        framework.etc("lifecycle", "{\"callTimeout\": \"PT0.25S\", \"stuckLimit\": 1}");
        secret("deaf").method(read(DEAF + "return null;")).write(framework.plugins().resolve("deaf.jar"));
        framework.start();
        BlockingQueue<Revision> told = new LinkedBlockingQueue<>();
        var caller = new LinkedBlockingQueue<Thread>();
        var lease = lease("deaf");
        var registration = framework.pluginsService().onStuck((thread, revision) -> {
            caller.add(thread);
            told.add(revision);
        });

        var thread = new Thread(() -> assertThatThrownBy(() -> lease.call(source -> source.read("stuck")))
            .isInstanceOf(PluginFailedException.class));
        thread.start();

        assertThat(told.poll(30, TimeUnit.SECONDS)).isEqualTo(lease.revision());
        assertThat(caller.remove()).isSameAs(thread);
        assertThat(framework.states("secret.deaf")).containsExactly("stuck");
        assertThat(framework.reasons("secret.deaf"))
            .containsExactly("1 call has not come back, and its thread is lost");
        assertThat(framework.admin().hindrance()).hasValueSatisfying(why -> assertThat(why).contains("restart"));

        System.setProperty("let.go.stuck", "now");
        thread.join();
        registration.close();
        lease.close();
        assertThat(framework.states("secret.deaf")).containsExactly("current");
        assertThat(framework.admin().hindrance()).isEmpty();
    }

    @Test
    void oneThatKeepsFailingIsQuarantinedAndComesBackAfterAWhileOnProbation() throws Exception {
        framework.etc("lifecycle", "{\"quarantineInRow\": 3, \"quarantineTime\": \"PT0.5S\"}");
        secret("bad").method(read("throw new IllegalStateException(key);"))
            .write(framework.plugins().resolve("bad.jar"));
        framework.start();

        fail("bad", 2);
        assertThat(framework.states("secret.bad")).containsExactly("current");
        fail("bad", 1);

        // It comes back as a new revision, of which one failure is enough, and then as another one.
        eventually(() -> number("secret.bad") == 2);
        fail("bad", 1);
        eventually(() -> number("secret.bad") == 3);
    }

    /** Which of its revisions is current, or was at last. */
    private int number(String id) {
        return framework.status(id).orElseThrow().revisions().get(0).number();
    }

    @Test
    void anOperatorLetsOneOutOfItsQuarantineBeforeItsTime() throws Exception {
        framework.etc("lifecycle", "{\"quarantineInRow\": 3, \"quarantineTime\": \"PT1H\"}");
        secret("bad").method(read("throw new IllegalStateException(key);"))
            .write(framework.plugins().resolve("bad.jar"));
        framework.start();
        eventually(() -> framework.states("secret.bad").equals(List.of("current")));
        assertThatThrownBy(() -> framework.admin().release("secret.bad"))
            .hasMessage("nothing of secret.bad is quarantined");
        fail("bad", 3);
        assertThat(framework.states("secret.bad")).containsExactly("quarantined");
        try (var lease = framework.lease("bad")) {
            assertThatThrownBy(() -> answer(lease)).hasMessageContaining("secret.bad@1.0.0")
                .hasMessageContaining("it is quarantined: it kept failing")
                .hasMessageContaining("IllegalStateException: key");
        }

        framework.admin().release("secret.bad");

        // The old one ends when its last lease is back.
        eventually(() -> framework.states("secret.bad").equals(List.of("current")));
        assertThat(number("secret.bad")).isEqualTo(2);
        fail("bad", 3);
        eventually(() -> framework.states("secret.bad").equals(List.of("quarantined")));
    }

    @Test
    void oneThatIsLetOutTakesThePlaceOfWhatServedForIt() throws Exception {
        framework.etc("lifecycle", "{\"quarantineInRow\": 3}");
        secret("one").write(framework.plugins().resolve("one.jar"));
        framework.start();
        framework.untilAnswer("one", "1.0.0");
        secret("one").version("1.1.0").method(read("throw new IllegalStateException(key);"))
            .write(framework.plugins().resolve("one-1.1.jar"));
        eventually(() -> framework.status("secret.one").orElseThrow().revisions().stream()
            .anyMatch(revision -> revision.version().equals("1.1.0")));
        fail("one", 3);
        eventually(() -> framework.states("secret.one").equals(List.of("current", "quarantined")));

        var status = framework.admin().release("secret.one");

        assertThat(status.revisions().get(0).version()).isEqualTo("1.1.0");
        assertThat(status.revisions().get(0).state()).isEqualTo("current");
    }

    private void fail(String name, int times) throws Exception {
        for (int time = 0; time < times; time++) {
            try (var lease = lease(name)) {
                assertThatThrownBy(() -> answer(lease)).isInstanceOf(PluginFailedException.class);
            }
        }
    }

    @Test
    void whatElseThereIsServesInPlaceOfOneThatIsQuarantined() throws Exception {
        framework.etc("lifecycle", "{\"quarantineInRow\": 3}");
        secret("one").write(framework.plugins().resolve("one.jar"));
        framework.start();
        framework.untilAnswer("one", "1.0.0");
        secret("one").version("1.1.0").method(read("throw new IllegalStateException(key);"))
            .write(framework.plugins().resolve("one-1.1.jar"));
        eventually(() -> framework.status("secret.one").orElseThrow().revisions().stream()
            .anyMatch(revision -> revision.version().equals("1.1.0")));

        fail("one", 3);

        framework.untilAnswerDespiteFailures("one", "1.0.0");
        eventually(() -> framework.states("secret.one").equals(List.of("current", "quarantined")));
        assertThat(framework.reasons("secret.one")).singleElement().asString().contains("kept failing");
    }

    @Test
    void failuresAmongSuccessesAreCountedOverTheLastTwenty() throws Exception {
        framework.etc("lifecycle", "{\"quarantineOf20\": 4}");
        secret("moody")
            .method(read("if (key.equals(\"key\")) throw new IllegalStateException(key);"
                + "return java.util.Optional.empty();"))
            .write(framework.plugins().resolve("moody.jar"));
        framework.start();

        for (int time = 0; time < 3; time++) {
            fail("moody", 1);
            try (var lease = lease("moody")) {
                lease.call(source -> source.read("other"));
            }
        }
        assertThat(framework.states("secret.moody")).containsExactly("current");
        fail("moody", 1);

        assertThat(framework.states("secret.moody")).containsExactly("quarantined");
    }

    @Test
    void whatAPluginDecidesIsNoFailure() throws Exception {
        secret("stern").method(read("throw new java.io.IOException(key);"))
            .write(framework.plugins().resolve("stern.jar"));
        framework.start();

        for (int time = 0; time < 30; time++) {
            try (var lease = lease("stern")) {
                assertThatThrownBy(() -> answer(lease)).isExactlyInstanceOf(IOException.class);
            }
        }

        assertThat(framework.states("secret.stern")).containsExactly("current");
    }

    @Test
    void aProviderTakesNoMoreAttemptsThanItMay() throws Exception {
        framework.etc("provider.echo", "{\"maxConcurrent\": 2}");
        provider("echo").write(framework.plugins().resolve("echo.jar"));
        framework.start();
        eventually(() -> framework.states("provider.echo").contains("current"));
        var plugins = framework.pluginsService();
        var first = plugins.provider("echo").orElseThrow();
        var second = plugins.provider("echo").orElseThrow();

        try (var third = plugins.provider("echo").orElseThrow()) {
            assertThatThrownBy(() -> third.call(provider -> true))
                .isInstanceOfSatisfying(GatewayException.class, overloaded -> {
                    assertThat(overloaded.type()).isEqualTo(ErrorType.PROVIDER_OVERLOADED);
                    assertThat(overloaded)
                        .hasMessage("the provider \"echo\" has 2 calls at once, which is its \"maxConcurrent\"");
                });
        }
        first.close();
        try (var fourth = plugins.provider("echo").orElseThrow()) {
            assertThat(fourth.<Boolean>call(provider -> true)).isTrue();
        }
        second.close();
    }
}
