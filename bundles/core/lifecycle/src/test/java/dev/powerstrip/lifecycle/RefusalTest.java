package dev.powerstrip.lifecycle;

import static dev.powerstrip.lifecycle.PluginBuilder.provider;
import static dev.powerstrip.lifecycle.PluginBuilder.secret;
import static dev.powerstrip.lifecycle.TestFramework.eventually;
import static dev.powerstrip.lifecycle.TestFramework.put;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each jar that is not fit is refused with one sentence, while another plugin goes on. */
class RefusalTest {

    @TempDir
    private static Path folder;
    private static TestFramework framework;

    @BeforeAll
    static void start() throws Exception {
        framework = new TestFramework(folder);
        secret("good").write(framework.plugins().resolve("good.jar"));
        framework.start();
        framework.untilAnswer("good", "1.0.0");
    }

    @AfterAll
    static void stop() throws Exception {
        framework.close();
    }

    @AfterEach
    void nothingElseIsDisturbed() throws Exception {
        assertThat(framework.answer("good")).hasValue("1.0.0");
        try (var jars = Files.newDirectoryStream(framework.plugins(), "bad*")) {
            for (var jar : jars) {
                Files.delete(jar);
            }
        }
        eventually(() -> framework.admin().plugins().size() == 1);
        // One that is tried again has a bundle for as long as that takes.
        assertThat(framework.bundles()).hasSize(1);
    }

    @Test
    void whatIsNoJar() throws Exception {
        put(bad(), "hello".getBytes(StandardCharsets.UTF_8));

        assertThat(framework.refusal("bad.jar"))
            .isEqualTo("bad.jar: is no jar, or was copied only in part: copy it again");
    }

    @Test
    void aLibrary() throws Exception {
        put(bad(), jar(Map.of("Manifest-Version", "1.0"), Map.of("a/B.class", new byte[16])));

        assertThat(framework.refusal("bad.jar")).contains("is a library, not a plugin").contains("lib/");
    }

    @Test
    void aBundleThatIsNoPlugin() throws Exception {
        put(bad(), jar(Map.of("Bundle-SymbolicName", "some.bundle"), Map.of()));

        assertThat(framework.refusal("bad.jar")).contains("no Powerstrip-Plugin header").contains("@PluginName");
    }

    @Test
    void aFragment() throws Exception {
        put(bad(),
            jar(Map.of("Bundle-SymbolicName", "some.bundle", "Fragment-Host", "system.bundle"), Map.of()));

        assertThat(framework.refusal("bad.jar")).contains("is a fragment");
    }

    @Test
    void aJarThatNamesTwoPlugins() throws Exception {
        secret("bad").header("Powerstrip-Plugin", "secret.worse").write(bad());

        assertThat(framework.refusal("bad.jar")).contains("names several plugins").contains("split it");
    }

    @Test
    void oneThatIsTooLarge() throws Exception {
        var large = folder.resolve("large.jar");
        try (var file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(100_000_001);
        }
        Files.move(large, bad());

        assertThat(framework.refusal("bad.jar"))
            .isEqualTo("bad.jar: is larger than 100000000 bytes: raise maxJarBytes in "
                + "etc/lifecycle.cfg.json if it really is a plugin");
    }

    @Test
    void oneThatIsASingleton() throws Exception {
        secret("bad").header("Bundle-SymbolicName", "test.bad;singleton:=true").write(bad());

        assertThat(framework.refusal("secret.bad")).contains("would need another bundle to move")
            .contains("remove singleton:=true");
    }

    @Test
    void oneThatOffersWhatOthersCouldBeWiredTo() throws Exception {
        secret("bad").header("Provide-Capability", "com.example.moon").write(bad());

        assertThat(framework.refusal("secret.bad")).contains("would need other bundles to move")
            .contains("com.example.moon").contains("remove Provide-Capability");
    }

    @Test
    void anUnknownKindOrAMalformedName() throws Exception {
        secret("bad").says("cache.bad").write(bad());
        assertThat(framework.refusal("bad.jar")).contains("calls itself \"cache.bad\"").contains("provider");

        secret("bad").says("secret.Bad_One").write(framework.plugins().resolve("bad2.jar"));
        assertThat(framework.refusal("bad2.jar")).contains("calls itself \"secret.Bad_One\"");
    }

    @Test
    void oneThatExportsPackages() throws Exception {
        secret("bad").header("Export-Package", "plugin.secret_bad").write(bad());

        assertThat(framework.refusal("secret.bad")).contains("exports packages").contains("remove Export-Package");
    }

    @Test
    void oneWithHeadersThatAPluginDoesNotHave() throws Exception {
        secret("bad").header("Require-Bundle", "some.bundle").write(bad());
        assertThat(framework.refusal("secret.bad")).contains("requires other bundles");

        secret("bad2").header("DynamicImport-Package", "*").write(framework.plugins().resolve("bad2.jar"));
        assertThat(framework.refusal("secret.bad2")).contains("dynamically");

        secret("bad3").header("Bundle-NativeCode", "x.so").header("-includeresource", "x.so;literal=''")
            .write(framework.plugins().resolve("bad3.jar"));
        assertThat(framework.refusal("secret.bad3")).contains("native code");
    }

    @Test
    void oneWithAnActivator() throws Exception {
        put(bad(), jar(Map.of("Bundle-SymbolicName", "some.bundle", "Powerstrip-Plugin", "secret.bad",
            "Bundle-Activator", "a.B"), Map.of()));

        assertThat(framework.refusal("secret.bad")).contains("bundle activator");
    }

    @Test
    void oneThatImportsTheGatewaysOwnPackages() throws Exception {
        secret("bad").members("dev.powerstrip.line.Home home;").write(bad());

        assertThat(framework.refusal("secret.bad")).contains("imports dev.powerstrip.line")
            .contains("the gateway's own");
    }

    @Test
    void oneThatImportsALibraryOfTheInstallation() throws Exception {
        secret("bad").members("org.osgi.service.cm.Configuration configuration;").write(bad());

        assertThat(framework.refusal("secret.bad")).contains("imports org.osgi.service.cm").contains("inside its jar");
    }

    @Test
    void oneThatNeedsANewerSdk() throws Exception {
        secret("bad").header("Import-Package", "dev.powerstrip.sdk.secret;version=\"[3.1,4)\",*").write(bad());

        assertThat(framework.refusal("secret.bad")).isEqualTo("bad.jar: needs secret SDK [3.1,4), "
            + "this gateway offers 1.99: upgrade the gateway or use a plugin built for 1.x");
    }

    @Test
    void oneThatNeedsAnOlderSdk() throws Exception {
        secret("bad").header("Import-Package", "dev.powerstrip.sdk.secret;version=\"[0.3,1)\",*").write(bad());

        assertThat(framework.refusal("secret.bad")).isEqualTo("bad.jar: needs secret SDK [0.3,1), "
            + "this gateway offers 1.99: use a plugin built for 1.x");
    }

    @Test
    void oneThatNeedsAPackageThatIsMissing() throws Exception {
        secret("bad").header("Import-Package", "javax.xml.bind,*").write(bad());

        assertThat(framework.refusal("secret.bad")).isEqualTo("bad.jar: needs the package javax.xml.bind, "
            + "which this gateway does not offer: carry it inside the jar");
    }

    @Test
    void oneThatCarriesTheSdkInside() throws Exception {
        secret("bad").header("-includepackage", "dev.powerstrip.sdk.secret")
            .header("Import-Package", "!dev.powerstrip.sdk.*,*").header("-removeheaders", "Export-Package")
            .write(bad());

        assertThat(framework.refusal("secret.bad")).contains("does not import dev.powerstrip.sdk.secret");
    }

    @Test
    void oneThatRequiresWhatNobodyOffers() throws Exception {
        secret("bad").header("Require-Capability", "some.thing;filter:=\"(a=b)\"").write(bad());

        assertThat(framework.refusal("secret.bad")).contains("offers no some.thing; (a=b)");
    }

    @Test
    void aComponentThatDoesWithoutConfiguration() throws Exception {
        secret("bad").annotations("@Component").write(bad());

        assertThat(framework.refusal("secret.bad")).contains("configurationPolicy = ConfigurationPolicy.REQUIRE");
    }

    @Test
    void anImmediateComponent() throws Exception {
        secret("bad").annotations("@Component(configurationPolicy = ConfigurationPolicy.REQUIRE, immediate = true)")
            .write(bad());

        assertThat(framework.refusal("secret.bad")).contains("remove immediate = true");
    }

    @Test
    void oneWithoutAComponentOfItsKind() throws Exception {
        provider("bad").says("sink.bad").header("Import-Package", "dev.powerstrip.sdk.sink,*")
            .write(bad());

        assertThat(framework.refusal("sink.bad")).contains("no component that is a dev.powerstrip.sdk.sink.LogSink");
    }

    @Test
    void oneThatWasBuiltForANewerJava() throws Exception {
        var good = secret("bad").write(folder.resolve("good"));
        var contents = new LinkedHashMap<String, byte[]>();
        var headers = new LinkedHashMap<String, String>();
        try (var zip = new ZipFile(good.toFile()); var jar = new JarFile(good.toFile())) {
            jar.getManifest().getMainAttributes()
                .forEach((name, value) -> headers.put(name.toString(), value.toString()));
            for (var entry : zip.stream().filter(any -> !any.isDirectory() && !any.getName().endsWith(".MF"))
                .toList()) {
                contents.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        contents.get("plugin/secret_bad/Plugin.class")[7] = 99;
        put(bad(), jar(headers, contents));

        assertThat(framework.refusal("secret.bad")).contains("was built for Java 55, this gateway runs on "
            + Runtime.version().feature());
    }

    @Test
    void oneWhoseActivationFails() throws Exception {
        secret("bad").constructor("throw new java.io.IOException(\"no such host\");").write(bad());

        assertThat(framework.refusal("secret.bad"))
            .isEqualTo("failed when it was activated: java.io.IOException: no such host");
    }

    @Test
    void oneThatIsNotWell() throws Exception {
        secret("bad").health("throw new java.io.IOException(\"no broker at moon:9092\");").write(bad());
        assertThat(framework.refusal("secret.bad"))
            .isEqualTo("failed its health check: java.io.IOException: no broker at moon:9092; it is tried again");

        secret("bad2").health("throw new IllegalStateException(\"topic is not set\");")
            .write(framework.plugins().resolve("bad2.jar"));
        assertThat(framework.refusal("secret.bad2"))
            .isEqualTo("failed its health check: java.lang.IllegalStateException: topic is not set");
    }

    @Test
    void oneThatIsWellServes() throws Exception {
        secret("bad").health("System.setProperty(\"test.asked\", \"yes\");").write(bad());

        framework.untilAnswer("bad", "1.0.0");
        assertThat(System.getProperty("test.asked")).isEqualTo("yes");
        Files.delete(bad());
        eventually(() -> framework.bundles().size() == 1);
    }

    @Test
    void oneWhoseCopyIsNotWhatWasVerified() throws Exception {
        var disabled = framework.etc("lifecycle", "{\"disabled\": [\"secret.bad\"]}");
        secret("bad").write(bad());
        eventually(() -> framework.off("secret.bad").contains("disabled") && framework.bundles().size() == 1);
        var digest = JarStore.digest(Files.readAllBytes(bad()));
        Files.writeString(framework.home().resolve("data/plugins/" + digest + ".jar"), "tampered with");

        Files.delete(disabled);

        assertThat(framework.refusal("secret.bad")).startsWith("has another digest than when it was verified, because "
            + "somebody changed " + digest + ".jar").contains("put the jar into plugins/ again");
    }

    @Test
    void oneWhoseConfigurationHasAnUnknownOrAnIllTypedKey() throws Exception {
        var file = framework.etc("secret.bad", "{\n\"wrod\": \"x\"}");
        secret("bad").config("String word() default \"\"; int count() default 1;", "config.word()").write(bad());
        assertThat(framework.refusal("secret.bad"))
            .isEqualTo("etc/secret.bad.cfg.json, line 2: wrod is not known; known: count, word");

        framework.etc("secret.bad", "{\"count\": \"many\"}");
        eventually(() -> framework.reasons("secret.bad").anyMatch(
            why -> why.equals("etc/secret.bad.cfg.json, line 1: count has to be a number; it is \"many\"")));
        Files.delete(file);
    }

    @Test
    void oneWhoseConfigurationIsMissing() throws Exception {
        secret("bad").config("String[] brokers();", "config.brokers()[0]").write(bad());

        assertThat(framework.refusal("secret.bad")).isEqualTo("etc/secret.bad.cfg.json: brokers has to be set");
    }

    @Test
    void oneThatNeedsAServiceThatNobodyOffersIsTriedAgain() throws Exception {
        secret("bad").members("@Reference Runnable needed;").write(bad());

        assertThat(framework.refusal("secret.bad")).contains("needs the service java.lang.Runnable");
        var offered = framework.framework().getBundleContext().registerService(Runnable.class, () -> {}, null);
        framework.untilAnswer("bad", "1.0.0");
        Files.delete(bad());
        eventually(() -> framework.bundles().size() == 1);
        offered.unregister();
    }

    @Test
    void aFileForAPluginThatIsNotThereAndOneThatNamesNone() throws Exception {
        framework.etc("secret.bad", "{}");
        framework.etc("secret.Bad", "{}");

        eventually(() -> framework.off("secret.bad").contains("there is no plugin secret.bad"));
        eventually(() -> framework.off("secret.Bad").contains("etc/secret.Bad.cfg.json names no plugin"));
        Files.delete(framework.home().resolve("etc/secret.bad.cfg.json"));
        Files.delete(framework.home().resolve("etc/secret.Bad.cfg.json"));
    }

    @Test
    void whatTheDropInFolderHoldsWhereOthersMayWriteThere() throws Exception {
        var open = new TestFramework(folder.resolve("open"));
        secret("one").write(open.plugins().resolve("one.jar"));
        Files.setPosixFilePermissions(open.plugins(), PosixFilePermissions.fromString("rwxrwxrwx"));

        try (open) {
            open.start();
            assertThat(open.admin().plugins()).isEmpty();
        }
    }

    private static Path bad() {
        return framework.plugins().resolve("bad.jar");
    }

    private static byte[] jar(Map<String, String> headers, Map<String, byte[]> contents) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        headers.forEach(manifest.getMainAttributes()::putValue);
        try (var jar = new JarOutputStream(bytes, manifest)) {
            for (var content : contents.entrySet()) {
                jar.putNextEntry(new JarEntry(content.getKey()));
                jar.write(content.getValue());
            }
        }
        return bytes.toByteArray();
    }
}
