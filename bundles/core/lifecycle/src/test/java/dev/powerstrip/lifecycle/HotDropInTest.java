package dev.powerstrip.lifecycle;

import static dev.powerstrip.lifecycle.PluginBuilder.secret;
import static dev.powerstrip.lifecycle.TestFramework.answer;
import static dev.powerstrip.lifecycle.TestFramework.eventually;
import static dev.powerstrip.lifecycle.TestFramework.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.powerstrip.line.Lease;
import dev.powerstrip.line.PluginAdmin.Event;
import dev.powerstrip.line.PluginFailedException;
import dev.powerstrip.sdk.secret.SecretSource;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HotDropInTest {

    @TempDir
    private Path folder;
    @AutoClose
    private TestFramework framework;

    @BeforeEach
    void prepare() throws IOException {
        framework = new TestFramework(folder);
    }

    @Test
    void aJarThatAppearsIsCurrentAndOneThatGoesIsDrained() throws Exception {
        framework.start();
        var jar = secret("one").write(framework.plugins().resolve("one.jar"));
        framework.untilAnswer("one", "1.0.0");

        var lease = framework.lease("one");
        Files.delete(jar);
        eventually(() -> framework.answer("one").isEmpty());
        assertThat(answer(lease)).isEqualTo("1.0.0");
        assertThat(framework.bundles()).hasSize(1);

        lease.close();
        eventually(() -> framework.bundles().isEmpty() && framework.admin().plugins().isEmpty());
    }

    @Test
    void aNewerJarIsCurrentWhileTheOlderOneDrainsAndRemovingItBringsTheOlderOneBack() throws Exception {
        secret("one").write(framework.plugins().resolve("one.jar"));
        framework.start();
        framework.untilAnswer("one", "1.0.0");
        var lease = framework.lease("one");

        var newer = secret("one").version("1.1.0").write(framework.plugins().resolve("one-1.1.jar"));
        framework.untilAnswer("one", "1.1.0");
        assertThat(answer(lease)).isEqualTo("1.0.0");
        eventually(() -> framework.states("secret.one").equals(List.of("current", "draining")));
        lease.close();
        eventually(() -> framework.bundles().size() == 1);

        Files.delete(newer);
        framework.untilAnswer("one", "1.0.0");
    }

    @Test
    void otherBytesOfTheSameVersionReplaceThoseThatRun() throws Exception {
        var jar = secret("one").answer("\"first\"").write(framework.plugins().resolve("one.jar"));
        framework.start();
        framework.untilAnswer("one", "first");

        secret("one").answer("\"second\"").write(jar);

        framework.untilAnswer("one", "second");
        eventually(() -> framework.bundles().size() == 1);
    }

    @Test
    void aJarOfTheHomeWinsOverTheBuiltInOneOfTheSameVersion() throws Exception {
        secret("one").answer("\"built-in\"").write(framework.builtIns().resolve("one.jar"));
        var own = secret("one").answer("\"own\"").write(framework.plugins().resolve("one.jar"));
        framework.start();
        framework.untilAnswer("one", "own");

        Files.delete(own);

        framework.untilAnswer("one", "built-in");
    }

    @Test
    void aChangedFileMakesANewRevisionWhileTheOldOneIsStillLeased() throws Exception {
        framework.etc("secret.one", "{\"word\": \"first\"}");
        configured("one").write(framework.plugins().resolve("one.jar"));
        framework.start();
        framework.untilAnswer("one", "first");
        var lease = framework.lease("one");

        framework.etc("secret.one", "{\"word\": \"second\"}");
        framework.untilAnswer("one", "second");

        assertThat(answer(lease)).isEqualTo("first");
        assertThat(framework.bundles()).hasSize(1);
        lease.close();
        eventually(() -> framework.states("secret.one").equals(List.of("current")));
        assertThat(framework.answer("one")).hasValue("second");
    }

    @Test
    void aBadFileIsRefusedByLineAndFieldAndWhatRanStays() throws Exception {
        configured("one").write(framework.plugins().resolve("one.jar"));
        framework.start();
        framework.untilAnswer("one", "default");

        framework.etc("secret.one", "{\n  \"word\": \"x\",\n  \"wrod\": 1\n}");
        assertThat(framework.refusal("secret.one")).contains("etc/secret.one.cfg.json, line 3: wrod is not known")
            .contains("word");
        assertThat(framework.answer("one")).hasValue("default");

        framework.etc("secret.one", "{\"word\": 7}");
        eventually(() -> framework.reasons("secret.one").anyMatch(reason -> reason.contains("has to be a text")));
        framework.etc("secret.one", "{\"word\": ");
        eventually(() -> framework.reasons("secret.one").anyMatch(reason -> reason.contains("ends too early")));
        assertThat(framework.answer("one")).hasValue("default");

        framework.etc("secret.one", "{\"word\": \"good\"}");
        framework.untilAnswer("one", "good");
        eventually(() -> framework.reasons("secret.one").findAny().isEmpty());
    }

    @Test
    void aFileOfAnInstanceMakesOneMore() throws Exception {
        framework.etc("secret.one~other", "{\"word\": \"other\"}");
        configured("one").write(framework.plugins().resolve("one.jar"));
        framework.start();

        framework.untilAnswer("one", "default");
        framework.untilAnswer("other", "other");
        assertThat(framework.bundles()).hasSize(1);

        Files.delete(framework.home().resolve("etc/secret.one~other.cfg.json"));
        eventually(() -> framework.answer("other").isEmpty());
        assertThat(framework.answer("one")).hasValue("default");
    }

    @Test
    void aHalfCopiedJarIsRefusedAndTakenOnceItIsWhole() throws Exception {
        framework.start();
        var bytes = Files.readAllBytes(secret("one").write(folder.resolve("one.jar")));
        var jar = framework.plugins().resolve("one.jar");

        put(jar, Arrays.copyOf(bytes, bytes.length / 2));
        assertThat(framework.refusal("one.jar")).contains("copied only in part");
        put(jar, bytes);

        framework.untilAnswer("one", "1.0.0");
        eventually(() -> framework.status("one.jar").isEmpty());
    }

    @Test
    void whatRanStaysWhereItsJarIsOverwrittenByGarbage() throws Exception {
        var jar = configured("one").write(framework.plugins().resolve("one.jar"));
        framework.start();
        framework.untilAnswer("one", "default");

        put(jar, "garbage".getBytes(StandardCharsets.UTF_8));
        assertThat(framework.refusal("secret.one")).contains("one.jar: is no jar");
        framework.etc("secret.one", "{\"word\": \"changed\"}");
        framework.untilAnswer("one", "changed");

        Files.delete(jar);
        eventually(() -> framework.answer("one").isEmpty());
    }

    @Test
    void aNewerJarThatDoesNotComeUpLeavesTheOlderOneAlone() throws Exception {
        secret("one").write(framework.plugins().resolve("one.jar"));
        framework.start();
        framework.untilAnswer("one", "1.0.0");

        secret("one").version("1.1.0").constructor("throw new IllegalStateException(\"no luck\");")
            .write(framework.plugins().resolve("one-1.1.jar"));

        assertThat(framework.refusal("secret.one")).contains("IllegalStateException: no luck");
        assertThat(framework.answer("one")).hasValue("1.0.0");
        assertThat(framework.bundles()).hasSize(1);
    }

    @Test
    void whatRanInTheLastRunIsActivatedOnItsFirstLease() throws Exception {
        secret("one").constructor("System.setProperty(\"test.activated\", \"yes\");")
            .write(framework.plugins().resolve("one.jar"));
        framework.start();
        framework.untilAnswer("one", "1.0.0");
        framework.close();
        System.clearProperty("test.activated");

        framework.start();

        assertThat(framework.states("secret.one")).containsExactly("current");
        assertThat(System.getProperty("test.activated")).isNull();
        assertThat(framework.answer("one")).hasValue("1.0.0");
        assertThat(System.getProperty("test.activated")).isEqualTo("yes");
    }

    @Test
    void aPluginThatFailsAtItsFirstLeaseIsNoLongerCurrent() throws Exception {
        System.clearProperty("test.broken");
        secret("one")
            .constructor(
                "if (System.getProperty(\"test.broken\") != null) throw new IllegalStateException(\"broken\");")
            .write(framework.plugins().resolve("one.jar"));
        framework.start();
        framework.close();
        System.setProperty("test.broken", "yes");

        framework.start();

        assertThat(framework.answer("one")).isEmpty();
        assertThat(framework.refusal("secret.one")).contains("IllegalStateException: broken");
        System.clearProperty("test.broken");
    }

    @Test
    void whatAPluginThrowsAgainstItsContractBecomesWords() throws Exception {
        secret("one").answer("throwing()").members("String throwing() { throw new IllegalStateException(\"bug\"); }")
            .write(framework.plugins().resolve("one.jar"));
        framework.start();
        eventually(() -> framework.pluginsService().lease(SecretSource.class, "one").map(this::closed).isPresent());

        try (var lease = framework.lease("one")) {
            assertThatThrownBy(() -> answer(lease)).isInstanceOf(PluginFailedException.class).hasNoCause()
                .hasMessageContaining("secret.one@1.0.0").hasMessageContaining("IllegalStateException: bug");
        }
    }

    @Test
    void pluginCodeRunsWithItsOwnContextLoader() throws Exception {
        secret("one")
            .answer("Thread.currentThread().getContextClassLoader() == getClass().getClassLoader() ? \"own\" : \"\"")
            .write(framework.plugins().resolve("one.jar"));
        framework.start();
        var before = Thread.currentThread().getContextClassLoader();

        framework.untilAnswer("one", "own");

        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }

    @Test
    void aRevisionThatIsNotGivenBackEndsWhenDrainTimeoutIsOver() throws Exception {
        framework.etc("lifecycle", "{\"drainTimeout\": \"PT0.2S\"}");
        var jar = secret("one").write(framework.plugins().resolve("one.jar"));
        framework.start();
        framework.untilAnswer("one", "1.0.0");
        var lease = framework.lease("one");
        var ended = new AtomicBoolean();
        lease.onRecall(() -> ended.set(true));

        Files.delete(jar);

        eventually(ended::get);
        eventually(() -> framework.bundles().isEmpty());
        eventually(() -> framework.admin().log("secret.one").stream().map(Event::text).toList()
            .containsAll(List.of("drainTimeout is over: its last 1 calls are ended with an error",
                "taken away from under 1 calls that did not end")));
        lease.close();
    }

    @Test
    void aDisabledPluginIsOffUntilItIsNotDisabledAnyMore() throws Exception {
        secret("one").write(framework.plugins().resolve("one.jar"));
        framework.start();
        framework.untilAnswer("one", "1.0.0");

        framework.etc("lifecycle", "{\"disabled\": [\"secret.one\"]}");
        eventually(() -> framework.off("secret.one").contains("disabled in etc/lifecycle.cfg.json"));
        assertThat(framework.answer("one")).isEmpty();

        Files.delete(framework.home().resolve("etc/lifecycle.cfg.json"));
        framework.untilAnswer("one", "1.0.0");
    }

    @Test
    void nobodyIsHarmedWhileRevisionsAndJarsChange() throws Exception {
        configured("one").write(framework.plugins().resolve("one.jar"));
        framework.start();
        framework.untilAnswer("one", "default");
        var stop = new AtomicBoolean();
        var calls = new AtomicInteger();
        var callers = Executors.newFixedThreadPool(4);
        var ends = IntStream.range(0, 4).mapToObj(caller -> callers.submit(() -> {
            while (!stop.get()) {
                assertThat(framework.answer("one")).isPresent();
                calls.incrementAndGet();
            }
            return null;
        })).toList();

        for (var word : List.of("a", "b", "c")) {
            framework.etc("secret.one", "{\"word\": \"%s\"}".formatted(word));
            framework.untilAnswer("one", word);
        }
        var newer = secret("one").version("2").config("String word() default \"\";", "\"newer\"")
            .write(framework.plugins().resolve("newer.jar"));
        framework.untilAnswer("one", "newer");
        Files.delete(newer);
        framework.untilAnswer("one", "c");
        stop.set(true);

        for (var end : ends) {
            end.get();
        }
        callers.shutdown();
        assertThat(calls.get()).isPositive();
        eventually(() -> framework.bundles().size() == 1 && framework.states("secret.one").equals(List.of("current")));
    }

    @Test
    void aLoaderCanBeCollectedOnceItsPluginIsGone() throws Exception {
        var jar = configured("one").write(framework.plugins().resolve("one.jar"));
        framework.start();
        framework.untilAnswer("one", "default");
        var loader = loader();
        framework.etc("secret.one", "{\"word\": \"changed\"}");
        framework.untilAnswer("one", "changed");

        Files.delete(jar);
        eventually(() -> framework.bundles().isEmpty());

        eventually(() -> {
            System.gc();
            return loader.get() == null;
        });
    }

    private WeakReference<ClassLoader> loader() throws IOException {
        try (var lease = framework.lease("one")) {
            return lease.call(source -> new WeakReference<>(source.getClass().getClassLoader()));
        }
    }

    private Lease<SecretSource> closed(Lease<SecretSource> lease) {
        lease.close();
        return lease;
    }

    private static PluginBuilder configured(String name) {
        return secret(name).config("String word() default \"default\";", "config.word()");
    }
}
