package dev.powerstrip.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.jar.Attributes;
import javax.inject.Inject;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** The assembled bundles in one framework: plugins come, go and change while it runs. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class ContainerIT {

    private static final Consumer<Attributes> AS_IT_IS = headers -> {};
    /** Takes the echo longer to say than the gateway, on a busy machine too, to see that its folders have changed. */
    private static final String LONG_TEXT = "a long text that takes a while ".repeat(80);

    @Inject
    private BundleContext context;

    private Gateway gateway;
    private JarForge forge;

    @Configuration
    public Option[] assembled() throws IOException {
        var home = work().resolve("home");
        Container.empty(home);
        Files.writeString(home.resolve("etc/provider.echo.cfg.json"), "{\"firstTokenDelay\": \"PT0S\", \"pace\": 50}");
        return Container.on(home);
    }

    private static Path work() {
        return Path.of(System.getProperty("powerstrip.work"));
    }

    @Before
    public void reachTheGateway() throws Exception {
        gateway = new Gateway(Container.awaitReady(context), work().resolve("home"));
        var echo
            = Assembly.jars("plugins").stream().filter(jar -> jar.getFileName().toString().contains("provider.echo"))
                .findFirst().orElseThrow();
        forge = new JarForge(echo, work().resolve("forged"));
    }

    @Test
    public void everyBundleIsActive() {
        for (var bundle : context.getBundles()) {
            var fragment = bundle.getHeaders().get("Fragment-Host") != null;
            assertEquals(bundle.toString(), fragment ? Bundle.RESOLVED : Bundle.ACTIVE, bundle.getState());
        }
    }

    @Test
    public void aStreamedRequestWalksTheLine() throws Exception {
        try (var stream = gateway.stream("echo/echo", "Hello from the container")) {
            assertEquals("data: [DONE]", stream.last());
        }
    }

    @Test
    public void aDroppedInProviderServesAndARemovedOneDrainsAndIsGone() throws Exception {
        var jar = forge.provider("parrot", "1.0.0", AS_IT_IS);

        gateway.drop(jar);
        gateway.awaitRevision("provider.parrot", "current");
        assertEquals(200, gateway.chat("parrot/parrot", "hi").statusCode());

        try (var stream = gateway.stream("parrot/parrot", LONG_TEXT)) {
            gateway.remove(jar);
            gateway.awaitRevision("provider.parrot", "draining");
            assertEquals(400, gateway.chat("parrot/parrot", "hi").statusCode());
            assertEquals("data: [DONE]", stream.last());
        }
        gateway.awaitGone("provider.parrot");
    }

    @Test
    public void aNewerJarTakesOverWhileTheOlderOnesStreamsGoOn() throws Exception {
        gateway.drop(forge.provider("mina", "1.0.0", AS_IT_IS));
        gateway.awaitRevision("provider.mina", "current");
        var newer = forge.provider("mina", "1.1.0", AS_IT_IS);

        try (var stream = gateway.stream("mina/mina", LONG_TEXT)) {
            gateway.drop(newer);
            gateway.awaitRevision("provider.mina", "draining");
            assertEquals("1.1.0", gateway.awaitRevision("provider.mina", "current").get("version").getAsString());
            assertEquals(200, gateway.chat("mina/mina", "hi").statusCode());
            assertEquals("data: [DONE]", stream.last());
        }
    }

    @Test
    public void aConfigurationChangeMakesANewRevisionAndHarmsNoStream() throws Exception {
        int before = gateway.awaitRevision("provider.echo", "current").get("number").getAsInt();

        try (var stream = gateway.stream("echo/echo", LONG_TEXT)) {
            gateway.configure("provider.echo.cfg.json", "{\"firstTokenDelay\": \"PT0S\", \"pace\": 51}");
            gateway.awaitRevision("provider.echo", "draining");
            assertTrue(gateway.awaitRevision("provider.echo", "current").get("number").getAsInt() > before);
            assertEquals("data: [DONE]", stream.last());
        }
        assertEquals(200, gateway.chat("echo/echo", "hi").statusCode());
    }

    @Test
    public void aCanaryThatFailsIsTakenBackByItselfAndWhyIsWrittenDown() throws Exception {
        gateway.drop(forge.provider("finch", "1.0.0", AS_IT_IS));
        gateway.awaitRevision("provider.finch", "current");
        gateway.manage("admin/plugins?name=finch-2.0.0.jar&canary=20,100&step=1h",
            BodyPublishers.ofFile(forge.broken("finch", "2.0.0")));
        assertEquals("2.0.0", gateway.awaitRevision("provider.finch", "canary").get("version").getAsString());

        int answered = 0;
        for (int i = 0; i < 400 && gateway.revisions("provider.finch").orElseThrow().toString().contains("canary");
            i++) {
            answered += gateway.chat("finch/finch", "hi").statusCode() == 200 ? 1 : 0;
        }

        var reason = gateway.awaitRevision("provider.finch", "failed").get("reason").getAsString();
        assertTrue(reason, reason.contains("was taken back"));
        assertTrue("the current one served", answered > 0);
        assertEquals("1.0.0", gateway.awaitRevision("provider.finch", "current").get("version").getAsString());
        assertEquals(200, gateway.chat("finch/finch", "hi").statusCode());
        var log = gateway.events("provider.finch");
        assertTrue(log, log.contains("rolled-back"));
    }

    @Test
    public void twoVersionsServeTwoTenantsAndTheNewerOneIsTakenBackByHand() throws Exception {
        gateway.drop(forge.provider("wren", "1.0.0", AS_IT_IS));
        gateway.awaitRevision("provider.wren", "current");
        var pinned = gateway.manage("keys", BodyPublishers.ofString(
            "{\"name\":\"pinned\",\"may_pin\":true,\"pins\":[\"provider.wren@1.0.0\"]}")).get("key").getAsString();
        gateway.drop(forge.provider("wren", "2.0.0", AS_IT_IS));
        assertEquals("1.0.0", gateway.awaitRevision("provider.wren", "pinned").get("version").getAsString());

        var asked = "x-powerstrip-plugin";
        assertTrue(gateway.revision(gateway.chat("wren/wren", pinned, "x-any", "1")).contains("@1.0.0"));
        assertTrue(gateway.revision(gateway.chat("wren/wren", "hi")).contains("@2.0.0"));
        assertTrue(
            gateway.revision(gateway.chat("wren/wren", pinned, asked, "provider.wren@2.0.0")).contains("@2.0.0"));
        var unknown = gateway.chat("wren/wren", pinned, asked, "provider.wren@9.9.9");
        assertEquals(400, unknown.statusCode());
        assertTrue(unknown.body(), unknown.body().contains("provider.wren@1.0.0"));
        assertEquals(403, gateway.chat("wren/wren", gateway.localKey(), asked, "provider.wren@1.0.0").statusCode());

        gateway.manage("admin/plugins/provider.wren/rollback", BodyPublishers.ofString("{\"why\":\"by hand\"}"));
        assertEquals("1.0.0", gateway.awaitRevision("provider.wren", "current").get("version").getAsString());
        assertTrue(gateway.revision(gateway.chat("wren/wren", "hi")).contains("@1.0.0"));
    }

    @Test
    public void aBadConfigurationIsRefusedAndTheOldOneStays() throws Exception {
        gateway.drop(forge.provider("lory", "1.0.0", AS_IT_IS));
        int before = gateway.awaitRevision("provider.lory", "current").get("number").getAsInt();

        gateway.configure("provider.lory.cfg.json", "{\"paec\": 50}");

        var reason = gateway.awaitRevision("provider.lory", "refused").get("reason").getAsString();
        assertTrue(reason, reason.contains("paec"));
        assertEquals(before, gateway.awaitRevision("provider.lory", "current").get("number").getAsInt());
        assertEquals(200, gateway.chat("lory/lory", "hi").statusCode());
    }

    @Test
    public void aJarThatNeedsANewerSdkIsRefused() throws Exception {
        assertRefused("provider.future", forge.provider("future", "1.0.0", headers -> headers.putValue("Import-Package",
            headers.getValue("Import-Package").replaceAll("(dev\\.powerstrip\\.sdk\\.provider;version=)\"[^\"]*\"",
                "$1\"[3.1,4)\""))),
            "[3.1", "upgrade");
    }

    @Test
    public void aJarThatDoesNotResolveIsRefused() throws Exception {
        assertRefused("provider.lonely",
            forge.provider("lonely", "1.0.0", headers -> headers.putValue("Require-Capability",
                headers.getValue("Require-Capability") + ",com.example.moon;filter:=\"(phase=full)\"")),
            "com.example.moon");
    }

    @Test
    public void aJarThatImportsWhatPluginsMayNotIsRefused() throws Exception {
        assertRefused("provider.nosy", forge.provider("nosy", "1.0.0",
            headers -> headers.putValue("Import-Package", headers.getValue("Import-Package") + ",dev.powerstrip.line")),
            "dev.powerstrip.line");
    }

    @Test
    public void aJarThatExportsPackagesIsRefused() throws Exception {
        assertRefused("provider.open", forge.provider("open", "1.0.0",
            headers -> headers.putValue("Export-Package", "dev.powerstrip.provider.echo;version=\"1.0.0\"")),
            "exports");
    }

    @Test
    public void aFragmentIsRefused() throws Exception {
        assertRefused("splinter-1.0.0.jar", forge.provider("splinter", "1.0.0",
            headers -> headers.putValue("Fragment-Host", "dev.powerstrip.gateway")), "fragment");
    }

    @Test
    public void aLibraryIsRefusedAndToldWhereItBelongs() throws Exception {
        assertRefused("library.jar", forge.library("library.jar"), "lib");
    }

    @Test
    public void whatIsNoBundleIsRefused() throws Exception {
        assertRefused("text.jar", forge.text("text.jar"), "jar");
    }

    @Test
    public void aHalfCopiedJarIsRefusedAndServesOnceItIsWhole() throws Exception {
        var half = forge.truncated("lark-1.0.0.jar");
        assertRefused("lark-1.0.0.jar", half, "part");

        gateway.drop(forge.provider("lark", "1.0.0", AS_IT_IS));

        gateway.awaitRevision("provider.lark", "current");
        assertEquals(200, gateway.chat("lark/lark", "hi").statusCode());
    }

    /** Refused in words, and nothing else is disturbed. */
    private void assertRefused(String idOrFile, Path jar, String... words) throws Exception {
        gateway.drop(jar);

        var reason = gateway.awaitRevision(idOrFile, "refused").get("reason").getAsString();
        for (var word : words) {
            assertTrue(reason, reason.contains(word));
        }
        assertEquals(200, gateway.chat("echo/echo", "hi").statusCode());
    }
}
