package dev.powerstrip.upstream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Keys and certificates, made for one test by the JDK's own tool. */
final class Certificates {

    static final char[] PASSWORD = "changeit".toCharArray();

    private final Path folder;

    Certificates(Path folder) {
        this.folder = folder;
    }

    /** A PKCS#12 file with a new key and a certificate of its own for that name, such as {@code ip:127.0.0.1}. */
    Path identity(String name) throws Exception {
        var file = folder.resolve(name.replaceAll("\\W", "-") + ".p12");
        keytool(List.of("-genkeypair", "-alias", "it", "-keyalg", "EC", "-dname", "CN=test", "-ext", "SAN=" + name,
            "-keystore", file.toString(), "-storetype", "PKCS12", "-storepass", new String(PASSWORD)));
        return file;
    }

    /** A PKCS#12 file that trusts that identity's certificate. */
    Path trustIn(Path identity) throws Exception {
        var certificate = pem(identity, false);
        var file = identity.resolveSibling("trust-" + identity.getFileName());
        keytool(List.of("-importcert", "-noprompt", "-alias", "it", "-file", certificate.toString(), "-keystore",
            file.toString(), "-storetype", "PKCS12", "-storepass", new String(PASSWORD)));
        return file;
    }

    /** A PEM file with that identity's certificate, and its key if wanted. */
    Path pem(Path identity, boolean withKey) throws Exception {
        var store = KeyStore.getInstance(identity.toFile(), PASSWORD);
        var text = block("CERTIFICATE", store.getCertificate("it").getEncoded());
        if (withKey) {
            text += block("PRIVATE KEY", store.getKey("it", PASSWORD).getEncoded());
        }
        return Files.writeString(identity.resolveSibling(identity.getFileName() + (withKey ? ".key" : "") + ".pem"),
            text);
    }

    private static String block(String what, byte[] content) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END " + what
            + "-----\n";
    }

    /** What a server with that identity needs that trusts a client with the other one. */
    static SSLContext server(Path identity, Path trusted) throws Exception {
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(identity.toFile(), PASSWORD), PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust(trusted), null);
        return context;
    }

    /** What a client needs that trusts a server with that identity. */
    static SSLContext client(Path trusted) throws Exception {
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust(trusted), null);
        return context;
    }

    private static TrustManager[] trust(Path trusted) throws Exception {
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(KeyStore.getInstance(trusted.toFile(), PASSWORD));
        return trust.getTrustManagers();
    }

    private static void keytool(List<String> arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(arguments);
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new AssertionError("keytool failed: " + said);
        }
    }
}
