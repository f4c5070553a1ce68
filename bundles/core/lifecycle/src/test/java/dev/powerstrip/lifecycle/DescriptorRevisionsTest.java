package dev.powerstrip.lifecycle;

import static dev.powerstrip.lifecycle.PluginBuilder.descriptor;
import static dev.powerstrip.lifecycle.PluginBuilder.engine;
import static dev.powerstrip.lifecycle.TestFramework.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.powerstrip.line.Exchange;
import dev.powerstrip.line.Pin;
import dev.powerstrip.line.PinDirectory;
import dev.powerstrip.line.PluginAdmin.Steps;
import dev.powerstrip.line.testing.SettableClock;
import dev.powerstrip.sdk.http.Headers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trying out, going back and pinning, of providers without code: their revisions are a descriptor and an engine. */
class DescriptorRevisionsTest {

    private static final String ID = "provider.acme";
    private static final Duration LONG = Duration.ofHours(1);

    @TempDir
    private Path folder;
    @AutoClose
    private TestFramework framework;

    @BeforeEach
    void theFirstDescriptorServesOnTheFirstEngine() throws Exception {
        framework = new TestFramework(folder);
        engine("motor").upstream("").write(framework.plugins().resolve("motor.jar"));
        describe("1.0.0", framework.plugins().resolve("acme.jar"));
        framework.start();
        eventually(() -> framework.states(ID).equals(List.of("current")));
    }

    @Test
    void goesBackToADescriptorThatIsKeptOnlyAndStaysThereAfterARestart() throws Exception {
        swap("2.0.0");

        framework.admin().rollback(ID, "a typo");

        assertThat(served()).isEqualTo("1.0.0 on 1.0.0");
        assertThat(framework.reasons(ID)).containsExactly("was taken back: a typo");
        framework.close();
        framework.start();
        untilServed("1.0.0 on 1.0.0");
    }

    @Test
    void aNewEngineIsTakenByADescriptorThatOneWentBackTo() throws Exception {
        swap("2.0.0");
        framework.admin().rollback(ID, "a typo");

        replaceEngine("1.1.0");

        untilServed("1.0.0 on 1.1.0");
    }

    @Test
    void goesBackFromANewEngineForThisProviderAlone() throws Exception {
        descriptor("bolt", "1.0.0", "{\"engine\": \"motor\", \"name\": \"bolt\", \"baseUrl\": \"https://bolt.test\"}",
            framework.plugins().resolve("bolt.jar"));
        replaceEngine("1.1.0");
        untilServed("1.0.0 on 1.1.0");

        framework.admin().rollback(ID, "it stutters");

        assertThat(served()).isEqualTo("1.0.0 on 1.0.0");
        assertThat(served("bolt", "gen-1")).isEqualTo("bolt on 1.1.0");
        swap("2.0.0", "2.0.0 on 1.0.0");
        framework.close();
        framework.start();
        untilServed("2.0.0 on 1.0.0");
        replaceEngine("1.2.0");
        untilServed("2.0.0 on 1.2.0");
    }

    @Test
    void goesBackTwiceOverAnEngineAndADescriptor() throws Exception {
        swap("2.0.0");
        replaceEngine("1.1.0");
        untilServed("2.0.0 on 1.1.0");

        framework.admin().rollback(ID, "the engine");
        assertThat(served()).isEqualTo("2.0.0 on 1.0.0");
        framework.admin().rollback(ID, "the descriptor too");

        assertThat(served()).isEqualTo("1.0.0 on 1.0.0");
    }

    @Test
    void aDescriptorIsTriedOutOnAShareAndTakenBack() throws Exception {
        var newer = describe("2.0.0", folder.resolve("newer.jar"));
        try (var bytes = Files.newInputStream(newer)) {
            framework.admin().add("acme.jar", bytes, steps(25));
        }

        assertThat(share("2.0.0 on 1.0.0")).isBetween(60L, 140L);
        framework.admin().rollback(ID, "no good");

        assertThat(share("1.0.0 on 1.0.0")).isEqualTo(400);
    }

    @Test
    void aDescriptorThatIsKeptOnlyIsTriedOutByItsDigest() throws Exception {
        var digest = framework.status(ID).orElseThrow().revisions().get(0).digest();
        swap("2.0.0");

        framework.admin().canary(ID, digest, steps(25));
        assertThat(share("1.0.0 on 1.0.0")).isBetween(60L, 140L);

        framework.admin().canary(ID, digest, steps(100));
        untilServed("1.0.0 on 1.0.0");
        replaceEngine("1.1.0");
        untilServed("1.0.0 on 1.1.0");
    }

    @Test
    void aNewEngineIsTriedOutOnAShareOfItsProviders() throws Exception {
        var newer = engine("motor").upstream("").version("1.1.0").write(folder.resolve("newer.jar"));
        try (var bytes = Files.newInputStream(newer)) {
            framework.admin().add("motor.jar", bytes, steps(25));
        }

        assertThat(share("1.0.0 on 1.1.0")).isBetween(60L, 140L);
        framework.close();
        framework.start();
        eventually(() -> share("1.0.0 on 1.1.0") > 0);
        framework.admin().rollback(ID, "no good");

        assertThat(share("1.0.0 on 1.0.0")).isEqualTo(400);
        framework.close();
        framework.start();
        untilServed("1.0.0 on 1.0.0");
    }

    @Test
    void aKeyIsPinnedToADescriptorThatIsKeptOnly() throws Exception {
        var digest = framework.status(ID).orElseThrow().revisions().get(0).digest();
        for (var version : List.of("2.0.0", "3.0.0")) {
            swap(version);
        }
        var pins = new CopyOnWriteArraySet<Pin>();
        framework.register(PinDirectory.class, () -> Set.copyOf(pins));
        var pin = Pin.parse(ID + "@sha256:" + digest);

        framework.admin().pin(pin);
        pins.add(pin);
        framework.admin().pinsChanged();
        assertThat(served("acme", "gen-1", pin)).isEqualTo("1.0.0 on 1.0.0");
        assertThat(served()).isEqualTo("3.0.0 on 1.0.0");

        replaceEngine("1.1.0");
        eventually(() -> served("acme", "gen-1", pin).equals("1.0.0 on 1.1.0"));
        for (var version : List.of("4.0.0", "5.0.0")) {
            swap(version, version + " on 1.1.0");
        }
        framework.close();
        framework.start();
        framework.register(PinDirectory.class, () -> Set.copyOf(pins));
        eventually(() -> framework.states(ID).equals(List.of("current", "pinned")));
        assertThat(served("acme", "gen-1", pin)).isEqualTo("1.0.0 on 1.1.0");
    }

    private static Path describe(String version, Path file) throws Exception {
        return descriptor("acme", version,
            "{\"engine\": \"motor\", \"name\": \"%s\", \"baseUrl\": \"https://api.acme.test/v1\"}".formatted(version),
            file);
    }

    private void swap(String version) throws Exception {
        swap(version, version + " on 1.0.0");
    }

    private void swap(String version, String served) throws Exception {
        describe(version, framework.plugins().resolve("acme.jar"));
        untilServed(served);
    }

    private void replaceEngine(String version) throws Exception {
        engine("motor").upstream("").version(version).write(framework.plugins().resolve("motor.jar"));
    }

    private static Steps steps(int percent) {
        return new Steps(List.of(percent), LONG);
    }

    private void untilServed(String expected) throws Exception {
        eventually(() -> framework.pluginsService().providers().stream()
            .anyMatch(info -> info.settings().id().equals("acme")) && served().equals(expected));
    }

    private long share(String expected) {
        return IntStream.range(0, 400).mapToObj(i -> served("acme", "gen-" + i)).filter(expected::equals)
            .collect(Collectors.counting());
    }

    private String served() {
        return served("acme", "gen-1");
    }

    /** What the provider says of itself: its descriptor's name and its engine's version. */
    private String served(String provider, String generation, Pin... pins) {
        var exchange = new Exchange(generation, Headers.none(), new SettableClock());
        exchange.pinnedTo(List.of(pins));
        try (var lease = framework.pluginsService().provider(provider, exchange).orElseThrow()) {
            return lease.<String>call(Object::toString).replaceAll("Made\\[text=(.*)]", "$1");
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }
}
