package dev.powerstrip.lifecycle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.CertPath;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import jdk.security.jarsigner.JarSigner;

/** Keys as vendors have them, made by keytool, and what jarsigner does with them. */
final class SigningKeys {

    private static final String PASSWORD = "changeit";

    private final Path folder;
    private final Path file;
    private final KeyStore keys;

    private SigningKeys(Path folder, Path file, KeyStore keys) {
        this.folder = folder;
        this.file = file;
        this.keys = keys;
    }

    /**
     * Makes {@code ca} and, issued by it, {@code acme}, {@code expired} and {@code stolen} (all three
     * {@code CN=Acme, O=Acme Inc}), {@code other}, {@code web}, which is for servers, and {@code clock}, which is for
     * timestamps; {@code stranger}, issued by itself; and {@code forged}, issued by {@code acme} as {@code CN=Other}.
     */
    static SigningKeys in(Path folder) throws Exception {
        var file = folder.resolve("keys.p12");
        make(file, "ca", "CN=Test CA", "-ext", "bc:c", "-startdate", "2020/01/01", "-validity", "36500");
        make(file, "acme", "CN=Acme, O=Acme Inc", "-signer", "ca", "-ext", "eku=codeSigning");
        make(file, "other", "CN=Other", "-signer", "ca");
        make(file, "expired", "CN=Acme, O=Acme Inc", "-signer", "ca", "-startdate", "2024/01/01", "-validity", "30");
        make(file, "stolen", "CN=Acme, O=Acme Inc", "-signer", "ca");
        make(file, "forged", "CN=Other", "-signer", "acme");
        make(file, "web", "CN=www.acme.example", "-signer", "ca", "-ext", "eku=serverAuth");
        make(file, "clock", "CN=Timestamps", "-signer", "ca", "-ext", "eku=timeStamping");
        make(file, "stranger", "CN=Stranger");
        return new SigningKeys(folder, file, KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray()));
    }

    private static void make(Path file, String alias, String name, String... more) throws Exception {
        var usual = List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair",
            "-keystore", file.toString(), "-storepass", PASSWORD, "-keyalg", "EC", "-alias", alias, "-dname", name);
        var keytool = new ProcessBuilder(Stream.concat(usual.stream(), Arrays.stream(more)).toList())
            .redirectErrorStream(true).start();
        var said = new String(keytool.getInputStream().readAllBytes());
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool: " + said);
        }
    }

    /** The keys themselves, with no certificate that is trusted. */
    Path file() {
        return file;
    }

    /** A trust store with these certificates, each by its own alias. It is written once: a gateway may be reading it. */
    Path trustStore(String... aliases) throws Exception {
        var written = folder.resolve("trust-" + String.join("-", aliases) + ".p12");
        if (Files.exists(written)) {
            return written;
        }
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (var alias : aliases) {
            store.setCertificateEntry(alias, certificate(alias));
        }
        try (var out = Files.newOutputStream(written)) {
            store.store(out, PASSWORD.toCharArray());
        }
        return written;
    }

    X509Certificate certificate(String alias) throws GeneralSecurityException {
        return (X509Certificate) keys.getCertificate(alias);
    }

    CertPath path(String alias) throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509").generateCertPath(Arrays.asList(keys.getCertificateChain(alias)));
    }

    /** As keytool prints it. */
    String serial(String alias) throws GeneralSecurityException {
        return certificate(alias).getSerialNumber().toString(16);
    }

    /** As keytool prints it. */
    String fingerprint(String alias) throws GeneralSecurityException {
        return HexFormat.ofDelimiter(":").withUpperCase()
            .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate(alias).getEncoded()));
    }

    /** Signs a jar in its place. */
    Path sign(Path jar, String alias) throws Exception {
        return sign(jar, alias, "false");
    }

    /** As {@code jarsigner -sectionsonly} does. */
    Path signSectionsOnly(Path jar, String alias) throws Exception {
        return sign(jar, alias, "true");
    }

    private Path sign(Path jar, String alias, String sectionsOnly) throws Exception {
        var key = (PrivateKey) keys.getKey(alias, PASSWORD.toCharArray());
        var signer = new JarSigner.Builder(key, path(alias)).signerName(alias.toUpperCase(Locale.ROOT))
            .setProperty("sectionsonly", sectionsOnly).build();
        var part = jar.resolveSibling("." + jar.getFileName() + ".part");
        try (var unsigned = new ZipFile(jar.toFile()); var out = Files.newOutputStream(part)) {
            signer.sign(unsigned, out);
        }
        return Files.move(part, jar, StandardCopyOption.REPLACE_EXISTING);
    }
}
