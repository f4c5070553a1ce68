package dev.powerstrip.lifecycle;

import static dev.powerstrip.lifecycle.PluginBuilder.descriptor;
import static dev.powerstrip.lifecycle.PluginBuilder.engine;
import static dev.powerstrip.lifecycle.TestFramework.eventually;
import static dev.powerstrip.lifecycle.TestFramework.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.powerstrip.line.Plugins.ProviderInfo;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

class DescriptorsTest {

    private static final String ACME = """
        {"engine": "motor", "name": "Acme", "baseUrl": "https://api.acme.test/v1"}""";

    @TempDir
    private Path folder;
    @AutoClose
    private TestFramework framework;

    @BeforeEach
    void prepare() throws IOException {
        framework = new TestFramework(folder);
    }

    @Test
    void aDescriptorIsAProviderMadeByItsEngine() throws Exception {
        engine("motor").upstream("").write(jar("motor"));
        descriptor("acme", "1.2.0", ACME, jar("acme"));
        framework.start();

        assertThat(text("acme")).isEqualTo("Acme on 1.0.0");
        eventually(() -> framework.states("provider.acme").equals(List.of("current")));

        assertThat(framework.status("provider.acme").orElseThrow().revisions()).singleElement()
            .satisfies(revision -> assertThat(revision.version()).isEqualTo("1.2.0"));
        assertThat(framework.bundles()).singleElement().asString().startsWith("powerstrip:provider.motor@1.0.0");
        assertThat(framework.pluginsService().providers()).extracting(ProviderInfo::settings)
            .extracting(settings -> settings.id() + " at " + settings.baseUrl())
            .containsExactly("acme at https://api.acme.test/v1");
    }

    @Test
    void oneEngineServesManyDescriptorsAndTheirInstances() throws Exception {
        engine("motor").upstream("").write(jar("motor"));
        descriptor("acme", "1.0.0", ACME, jar("acme"));
        descriptor("bolt", "1.0.0", "{\"engine\": \"motor\", \"baseUrl\": \"https://bolt.test\"}", jar("bolt"));
        framework.etc("provider.acme~eu", "{\"baseUrl\": \"https://eu.acme.test/v1\"}");
        framework.start();

        assertThat(Stream.of("acme", "bolt", "eu").map(this::text)).containsExactly("Acme on 1.0.0", "bolt on 1.0.0",
            "Acme on 1.0.0");
        assertThat(framework.bundles()).hasSize(1);
    }

    @Test
    void aNewEngineMakesNewRevisionsWhileALeaseKeepsTheOldOne() throws Exception {
        engine("motor").upstream("").write(jar("motor"));
        descriptor("acme", "1.0.0", ACME, jar("acme"));
        framework.start();
        text("acme");
        var lease = framework.pluginsService().provider("acme").orElseThrow();

        var newer = engine("motor").upstream("").version("1.1.0").write(jar("motor-1.1"));
        eventually(() -> text("acme").equals("Acme on 1.1.0"));

        assertThat(lease.<String>call(Object::toString)).contains("Acme on 1.0.0");
        eventually(() -> framework.states("provider.acme").equals(List.of("current", "draining")));
        lease.close();
        eventually(() -> framework.bundles().size() == 1);
        Files.delete(newer);
        eventually(() -> text("acme").equals("Acme on 1.0.0"));
    }

    @Test
    void aReplacedEngineLeavesNothingBehind() throws Exception {
        engine("motor").upstream("").write(jar("motor"));
        descriptor("acme", "1.0.0", ACME, jar("acme"));
        framework.start();
        text("acme");
        var loader = new WeakReference<>(motor().adapt(BundleWiring.class).getClassLoader());

        engine("motor").upstream("").version("1.1.0").write(jar("motor"));
        eventually(() -> text("acme").equals("Acme on 1.1.0"));

        eventually(() -> {
            System.gc();
            return loader.get() == null;
        });
    }

    @Test
    void withoutItsEngineADescriptorIsOffAndSaysSo() throws Exception {
        var jar = engine("motor").upstream("").write(jar("motor"));
        descriptor("acme", "1.0.0", ACME, jar("acme"));
        framework.start();
        text("acme");

        Files.delete(jar);
        eventually(() -> framework.off("provider.acme")
            .equals("its engine provider.motor is not there: put its jar into plugins/"));
        eventually(() -> framework.bundles().isEmpty());

        engine("motor").upstream("").write(jar("motor"));
        eventually(() -> framework.states("provider.acme").equals(List.of("current")));
    }

    @Test
    void aDisabledEngineSwitchesItsDescriptorsOff() throws Exception {
        engine("motor").upstream("").write(jar("motor"));
        descriptor("acme", "1.0.0", ACME, jar("acme"));
        framework.etc("lifecycle", "{\"disabled\": [\"provider.motor\"]}");
        framework.start();

        eventually(() -> framework.off("provider.acme")
            .equals("its engine provider.motor is disabled in etc/lifecycle.cfg.json"));
    }

    @Test
    void anEngineThatCannotBeUsedLeavesWhatRunsAlone() throws Exception {
        engine("motor").upstream("").write(jar("motor"));
        descriptor("acme", "1.0.0", ACME, jar("acme"));
        framework.start();
        text("acme");

        engine("motor").upstream("").version("2.0.0").constructor("throw new IllegalStateException(\"no fuel\");")
            .write(jar("motor-2"));

        assertThat(framework.refusal("provider.acme")).contains("no fuel");
        assertThat(text("acme")).isEqualTo("Acme on 1.0.0");

        put(jar("motor"), "half a jar".getBytes(StandardCharsets.UTF_8));
        eventually(() -> framework.reasons("provider.motor").findAny().isPresent());
        assertThat(text("acme")).isEqualTo("Acme on 1.0.0");
    }

    @Test
    void aDescriptorThatItsEngineCannotUseIsRefusedByField() throws Exception {
        engine("motor").upstream("").write(jar("motor"));
        descriptor("acme", "1.0.0", ACME, jar("acme"));
        framework.start();
        text("acme");

        descriptor("acme", "1.1.0", ACME.replace("}", ", \"wrong\": 1}"), jar("acme-1.1"));

        assertThat(framework.refusal("provider.acme"))
            .isEqualTo("has a provider.json that cannot be used: wrong is not known");
        assertThat(text("acme")).isEqualTo("Acme on 1.0.0");
    }

    @Test
    void aDescriptorThatNoEngineCouldUseIsRefusedByField() throws Exception {
        descriptor("mute", "1.0.0", "{\"name\": \"Mute\"}", jar("mute"));
        descriptor("lost", "1.0.0", "{\"engine\": \"motor\", \"baseUrl\": \"lost.test\"}", jar("lost"));
        descriptor("half", "1.0.0", "{\"engine\": ", jar("half"));
        framework.start();

        assertThat(framework.refusal("provider.mute")).contains("mute.jar", "provider.json", "engine is missing");
        assertThat(framework.refusal("provider.lost")).contains("baseUrl has to be an address");
        assertThat(framework.refusal("provider.half")).contains("it is no JSON");
    }

    @Test
    void oneWithoutAddressSaysWhatOneLooksLike() throws Exception {
        engine("motor").upstream("").write(jar("motor"));
        descriptor("local", "1.0.0",
            "{\"engine\": \"motor\", \"baseUrlExample\": \"http://127.0.0.1:8000/v1\", \"allowUnlisted\": true}",
            jar("local"));
        framework.start();

        eventually(() -> framework.off("provider.local").equals(
            "no address: write baseUrl, such as http://127.0.0.1:8000/v1, into etc/provider.local.cfg.json"));
    }

    @Test
    void afterARestartNoClassLoaderExistsBeforeTheFirstLease() throws Exception {
        engine("motor").upstream("").config("int pace() default 1;", "\"1.0.\" + (config.pace() - 1)")
            .write(jar("motor"));
        descriptor("acme", "1.0.0", ACME, jar("acme"));
        framework.start();
        eventually(() -> framework.states("provider.acme").equals(List.of("current")));
        framework.close();

        framework.start();

        assertThat(framework.states("provider.acme")).containsExactly("current");
        assertThat(hasLoader(motor())).isFalse();
        assertThat(text("acme")).isEqualTo("Acme on 1.0.0");
        assertThat(hasLoader(motor())).isTrue();
    }

    private Path jar(String name) {
        return framework.plugins().resolve(name + ".jar");
    }

    private Bundle motor() {
        return Arrays.stream(framework.framework().getBundleContext().getBundles())
            .filter(bundle -> bundle.getLocation().startsWith("powerstrip:provider.motor")).findFirst().orElseThrow();
    }

    /** Asking the wiring would make one. */
    private static boolean hasLoader(Bundle bundle) throws ReflectiveOperationException {
        var wiring = bundle.adapt(BundleWiring.class);
        var loader = wiring.getClass().getDeclaredField("m_classLoader");
        loader.setAccessible(true);
        return loader.get(wiring) != null;
    }

    /** What the provider says of itself, once it is there. */
    private String text(String provider) {
        try {
            eventually(() -> framework.pluginsService().providers().stream()
                .anyMatch(info -> info.settings().id().equals(provider)));
            try (var lease = framework.pluginsService().provider(provider).orElseThrow()) {
                return lease.<String>call(Object::toString).replaceAll("Made\\[text=(.*)]", "$1");
            }
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }
}
