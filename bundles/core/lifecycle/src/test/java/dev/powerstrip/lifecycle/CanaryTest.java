package dev.powerstrip.lifecycle;

import static dev.powerstrip.lifecycle.PluginBuilder.provider;
import static dev.powerstrip.lifecycle.PluginBuilder.secret;
import static dev.powerstrip.lifecycle.TestFramework.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.powerstrip.line.Exchange;
import dev.powerstrip.line.Pin;
import dev.powerstrip.line.PinDirectory;
import dev.powerstrip.line.PluginAdmin.PluginStatus;
import dev.powerstrip.line.PluginAdmin.Steps;
import dev.powerstrip.line.testing.SettableClock;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.http.Headers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CanaryTest {

    private static final String ID = "provider.acme";
    private static final Duration LONG = Duration.ofHours(1);

    @TempDir
    private Path folder;
    @AutoClose
    private TestFramework framework;

    @BeforeEach
    void theFirstVersionServes() throws Exception {
        framework = new TestFramework(folder);
        provider("acme").version("1.0.0").write(framework.plugins().resolve("acme.jar"));
        framework.start();
        eventually(() -> states().equals(List.of("1.0.0 current")));
    }

    @Test
    void aJarThatComesAsACanaryGetsItsShareAndTheSameRequestTheSameRevision() throws Exception {
        var status = add("2.0.0", 25);

        assertThat(states(status)).containsExactly("1.0.0 current", "2.0.0 canary");
        var versions = IntStream.range(0, 400).mapToObj(i -> version("gen-" + i)).toList();
        assertThat(versions.stream().filter("2.0.0"::equals).count()).isBetween(60L, 140L);
        assertThat(IntStream.range(0, 400).mapToObj(i -> version("gen-" + i)).toList()).isEqualTo(versions);
    }

    @Test
    void at100PercentItIsCurrentAndWhatWasGoes() throws Exception {
        add("2.0.0", 5);

        framework.admin().canary(ID, "2.0.0", steps(100));

        eventually(() -> states().equals(List.of("2.0.0 current")));
        assertThat(framework.admin().log(ID)).extracting(event -> event.what()).contains("canary", "current");
    }

    @Test
    void aCanaryOverwritesTheFileAndIsStillOneAfterARestart() throws Exception {
        add("2.0.0", 5);
        assertThat(Files.list(framework.plugins())).hasSize(1);

        framework.close();
        framework.start();

        eventually(() -> states().equals(List.of("1.0.0 current", "2.0.0 canary")));
    }

    @Test
    void takingACanarysJarAwayEndsIt() throws Exception {
        provider("acme").version("1.0.0").write(framework.builtIns().resolve("built-in.jar"));
        add("2.0.0", 5);

        framework.admin().remove(ID);

        eventually(() -> states().stream().noneMatch(state -> state.startsWith("2.0.0")));
        assertThat(version("gen-1")).isEqualTo("1.0.0");
    }

    @Test
    void onlyProvidersAreTriedOutOnAShare() throws Exception {
        secret("one").write(framework.plugins().resolve("one.jar"));
        framework.untilAnswer("one", "1.0.0");
        var newer = secret("one").version("2.0.0").write(folder.resolve("two.jar"));

        try (var bytes = Files.newInputStream(newer)) {
            assertThatThrownBy(() -> framework.admin().add("two.jar", bytes, steps(5)))
                .isInstanceOf(GatewayException.class).hasMessageContaining("only providers");
        }
        assertThat(framework.answer("one")).hasValue("1.0.0");
    }

    @Test
    void aRevisionThatIsNotThereIsRefusedByNamingThoseThatAre() throws Exception {
        add("2.0.0", 5);

        assertThatThrownBy(() -> framework.admin().canary(ID, "7.7.7", steps(5))).hasMessageContaining("2.0.0");
        assertThatThrownBy(() -> framework.admin().canary("provider.none", "1", steps(5)))
            .hasMessageContaining("provider.none");
    }

    @Test
    void rollingBackReturnsToTheVersionBeforeAndHoldsThroughARestartUntilAnotherJarComes() throws Exception {
        swap("2.0.0");

        framework.admin().rollback(ID, "it is too new");

        assertThat(version("gen-1")).isEqualTo("1.0.0");
        assertThat(framework.reasons(ID)).containsExactly("was taken back: it is too new");
        framework.close();
        framework.start();
        eventually(() -> states().equals(List.of("1.0.0 current", "2.0.0 failed")));
        assertThat(framework.admin().log(ID)).anyMatch(event -> event.text().equals("it is too new"));

        swap("3.0.0");
        assertThat(states()).noneMatch(state -> state.startsWith("2.0.0 failed"));
    }

    @Test
    void aJarThatWasTakenBackServesWhenItIsAddedAgain() throws Exception {
        swap("2.0.0");
        framework.admin().rollback(ID, "by mistake");

        try (var bytes = Files.newInputStream(framework.plugins().resolve("acme.jar"))) {
            framework.admin().add("again.jar", bytes);
        }

        assertThat(version("gen-1")).isEqualTo("2.0.0");
    }

    @Test
    void threeJarsAreKeptAndRollingBackTwiceGoesBackTwice() throws Exception {
        swap("2.0.0");
        swap("3.0.0");

        framework.admin().rollback(ID, "once");
        assertThat(version("gen-1")).isEqualTo("2.0.0");
        framework.admin().rollback(ID, "twice");
        assertThat(version("gen-1")).isEqualTo("1.0.0");

        assertThatThrownBy(() -> framework.admin().rollback(ID, "thrice"))
            .hasMessageContaining("nothing ran before it");
    }

    @Test
    void rollingBackDuringACanaryTakesTheCanaryBack() throws Exception {
        add("2.0.0", 50);

        framework.admin().rollback(ID, "no good");

        eventually(() -> states().equals(List.of("1.0.0 current", "2.0.0 failed")));
    }

    @Test
    void aChangedConfigurationIsRolledBackToo() throws Exception {
        var one = secret("one").config("String word() default \"default\";", "config.word()")
            .write(framework.plugins().resolve("one.jar"));
        framework.etc("secret.one", "{\"word\": \"good\"}");
        framework.untilAnswer("one", "good");
        framework.etc("secret.one", "{\"word\": \"bad\"}");
        framework.untilAnswer("one", "bad");

        framework.admin().rollback("secret.one", "a bad word");
        assertThat(framework.answer("one")).hasValue("good");
        framework.close();
        framework.start();
        framework.untilAnswer("one", "good");

        framework.etc("secret.one", "{\"word\": \"better\"}");
        framework.untilAnswer("one", "better");
        assertThat(one).exists();
    }

    @Test
    void aRevisionThatAKeyIsPinnedToGoesOnServingItsRequests() throws Exception {
        var pin = Pin.parse(ID + "@1.0.0");
        framework.register(PinDirectory.class, () -> Set.of(pin));
        framework.admin().pinsChanged();

        swap("2.0.0");

        eventually(() -> states().equals(List.of("2.0.0 current", "1.0.0 pinned")));
        assertThat(version("gen-1")).isEqualTo("2.0.0");
        assertThat(version(exchange("gen-1", pin))).isEqualTo("1.0.0");
        assertThatThrownBy(() -> version(exchange("gen-1", Pin.parse(ID + "@9.9.9"))))
            .hasMessageContaining("9.9.9 does not run").hasMessageContaining("@1.0.0");
    }

    @Test
    void aKeyIsPinnedToAnOldJarAndLetGo() throws Exception {
        swap("2.0.0");
        var pins = new CopyOnWriteArraySet<Pin>();
        framework.register(PinDirectory.class, () -> Set.copyOf(pins));
        var old = Pin.parse(ID + "@1.0.0");

        framework.admin().pin(old);
        pins.add(old);
        framework.admin().pinsChanged();
        assertThat(version(exchange("gen-1", old))).isEqualTo("1.0.0");

        pins.clear();
        framework.admin().pinsChanged();
        eventually(() -> states().equals(List.of("2.0.0 current")));
        assertThatThrownBy(() -> framework.admin().pin(Pin.parse(ID + "@9.9.9"))).hasMessageContaining("1.0.0");
    }

    private PluginStatus add(String version, int percent) throws Exception {
        var jar = provider("acme").version(version).write(folder.resolve(version + ".jar"));
        try (var bytes = Files.newInputStream(jar)) {
            return framework.admin().add("acme.jar", bytes, steps(percent));
        }
    }

    private void swap(String version) throws Exception {
        provider("acme").version(version).write(framework.plugins().resolve("acme.jar"));
        eventually(() -> states().contains(version + " current"));
        eventually(() -> states().stream().noneMatch(state -> state.endsWith("draining")));
    }

    private static Steps steps(int percent) {
        return new Steps(List.of(percent), LONG);
    }

    private String version(String generation) {
        return version(exchange(generation));
    }

    private static Exchange exchange(String generation, Pin... pins) {
        var exchange = new Exchange(generation, Headers.none(), new SettableClock());
        exchange.pinnedTo(List.of(pins));
        return exchange;
    }

    private String version(Exchange exchange) {
        try (var lease = framework.pluginsService().provider("acme", exchange).orElseThrow()) {
            return lease.revision().version();
        }
    }

    private List<String> states() {
        return states(framework.status(ID).orElse(new PluginStatus(ID, "provider", Optional.empty(), List.of())));
    }

    private static List<String> states(PluginStatus status) {
        return status.revisions().stream().map(one -> one.version() + " " + one.state()).collect(Collectors.toList());
    }
}
