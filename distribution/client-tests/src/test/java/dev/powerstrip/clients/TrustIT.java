package dev.powerstrip.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.powerstrip.sdk.testing.FakeUpstream;
import dev.powerstrip.sdk.testing.Reply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import jdk.security.jarsigner.JarSigner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With {@code trust: signed} a vendor's signed jar serves, and the same jar with a changed entry does not come in. */
class TrustIT {

    private static final String PASSWORD = "changeit";

    @TempDir
    Path home;
    @TempDir
    Path work;

    private FakeUpstream acme;
    private RunningGateway gateway;

    @BeforeEach
    void start() throws Exception {
        acme = new FakeUpstream();
        acme.always(Reply.json("{\"talk\":\"t-1\",\"engine\":\"acme-1\",\"at\":1700000000,\"says\":\"Hello\","
            + "\"over\":\"end\",\"tokens\":{\"read\":3,\"said\":1}}"));
        var etc = Files.createDirectories(home.resolve("etc"));
        Files.writeString(etc.resolve("provider.acme.cfg.json"),
            "{\"baseUrl\": \"%s/v1\", \"apiKey\": \"acme-key\"}".formatted(acme.baseUri()));
        makeKeys(etc.resolve("signers.p12"));
        Files.writeString(etc.resolve("lifecycle.cfg.json"), "{\"trust\": \"signed\", \"trustStore\": \"signers.p12\", "
            + "\"allowedSigners\": [\"provider.acme: CN=Acme, O=Acme Inc\"]}");
        gateway = RunningGateway.in(home);
    }

    @AfterEach
    void stop() {
        gateway.close();
        acme.close();
    }

    /** A vendor's key, and the operator's trust store with its certificate. */
    private void makeKeys(Path trustStore) throws Exception {
        var keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair", "-keystore", work.resolve("keys.p12").toString(), "-storepass", PASSWORD, "-keyalg", "EC",
            "-alias", "acme", "-dname", "CN=Acme, O=Acme Inc").redirectErrorStream(true).start();
        var said = new String(keytool.getInputStream().readAllBytes());
        assertThat(keytool.waitFor()).as(said).isZero();
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("acme", keys().getCertificate("acme"));
        try (var out = Files.newOutputStream(trustStore)) {
            trusted.store(out, PASSWORD.toCharArray());
        }
    }

    private KeyStore keys() throws Exception {
        return KeyStore.getInstance(work.resolve("keys.p12").toFile(), PASSWORD.toCharArray());
    }

    @Test
    void aSignedJarServesAndGoesOnServingWhereATamperedOneIsRefused() throws Exception {
        var signed = sign(example(), work.resolve("signed.jar"));
        drop(signed, "acme.jar");
        await("current");
        assertThat(chat()).isEqualTo(200);

        drop(tampered(signed, work.resolve("tampered.jar")), "acme-2.jar");
        assertThat(await("refused").get("reason").getAsString())
            .startsWith("acme-2.jar: was changed after it was signed "
                + "(SHA-")
            .contains("digest error for POWERSTRIP-INF/models.json").endsWith("get it from its vendor again");
        drop(example(), "acme.jar");
        awaitReason("acme.jar: is not signed, and etc/lifecycle.cfg.json lets in signed plugins only");

        await("current");
        assertThat(chat()).isEqualTo(200);
    }

    private static Path example() throws IOException {
        try (var jars = Files.list(Path.of(System.getProperty("powerstrip.example")))) {
            return jars.filter(file -> file.getFileName().toString().matches("com\\.acme\\.powerstrip-[0-9.]+\\.jar"))
                .findFirst().orElseThrow();
        }
    }

    private Path sign(Path jar, Path signed) throws Exception {
        var key = (PrivateKey) keys().getKey("acme", PASSWORD.toCharArray());
        var chain = CertificateFactory.getInstance("X.509")
            .generateCertPath(List.of(keys().getCertificateChain("acme")));
        try (var unsigned = new ZipFile(jar.toFile()); var out = Files.newOutputStream(signed)) {
            new JarSigner.Builder(key, chain).signerName("ACME").build().sign(unsigned, out);
        }
        return signed;
    }

    /** Somebody gives Acme's models away. */
    private static Path tampered(Path jar, Path changed) throws IOException {
        try (var from = new ZipFile(jar.toFile()); var to = new ZipOutputStream(Files.newOutputStream(changed))) {
            for (var entry : from.stream().toList()) {
                to.putNextEntry(new ZipEntry(entry.getName()));
                to.write(from.getInputStream(entry).readAllBytes());
                if (entry.getName().equals("POWERSTRIP-INF/models.json")) {
                    to.write('\n');
                }
            }
        }
        return changed;
    }

    private void drop(Path jar, String name) throws IOException {
        var part = Files.copy(jar, home.resolve("plugins/." + name));
        Files.move(part, home.resolve("plugins").resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    /** The status of the first answer that is not "no such model". */
    private int chat() throws Exception {
        while (true) {
            int status = new Caller(gateway.address(), gateway.key()).chat("acme/acme-1", "hi", false).status();
            if (status != 400) {
                return status;
            }
        }
    }

    private JsonObject await(String state) throws Exception {
        return await(revision -> revision.get("state").getAsString().equals(state), state);
    }

    private void awaitReason(String begin) throws Exception {
        await(revision -> revision.has("reason") && revision.get("reason").getAsString().startsWith(begin), begin);
    }

    private JsonObject await(Predicate<JsonObject> wanted, String what) throws Exception {
        return Eventually.get(() -> revision(wanted), Optional::isPresent, what).get();
    }

    private Optional<JsonObject> revision(Predicate<JsonObject> wanted) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(gateway.address() + "/api/v1/admin/plugins"))
            .header("Authorization", "Bearer " + gateway.managementKey()).build();
        var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
        return objects(JsonParser.parseString(answer).getAsJsonObject().get("data"))
            .filter(plugin -> plugin.get("id").getAsString().equals("provider.acme"))
            .flatMap(plugin -> objects(plugin.get("revisions"))).filter(wanted).findFirst();
    }

    private static Stream<JsonObject> objects(JsonElement array) {
        return StreamSupport.stream(array.getAsJsonArray().spliterator(), false).map(JsonElement::getAsJsonObject);
    }
}
