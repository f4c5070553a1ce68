package dev.powerstrip.http;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A key store with a certificate for localhost, made by the JDK's keytool, and clients that trust it. */
final class Certificates {

    private static final String PASSWORD = "changeit";
    private static byte[] made = {};

    private Certificates() {}

    /** Settings of a listener that speaks TLS. */
    static Object[] settings(Path folder) throws Exception {
        return new Object[] {"tlsKeyStore", file(folder).toString(), "tlsKeyStorePassword", PASSWORD};
    }

    private static synchronized Path file(Path folder) throws Exception {
        var file = folder.resolve("server.p12").toAbsolutePath();
        if (made.length == 0) {
            var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
            var process = new ProcessBuilder(keytool, "-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname",
                "CN=localhost", "-ext", "san=dns:localhost,ip:127.0.0.1", "-validity", "2", "-storetype", "PKCS12",
                "-keystore", file.toString(), "-storepass", PASSWORD).inheritIO().start();
            if (process.waitFor() != 0) {
                throw new IOException("keytool failed");
            }
            made = Files.readAllBytes(file);
        }
        Files.write(file, made);
        return file;
    }

    static SSLContext trusting(Path folder) throws Exception {
        var store = KeyStore.getInstance(file(folder).toFile(), PASSWORD.toCharArray());
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", store.getCertificate("server"));
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    /** TLS over a socket, its handshake done. */
    static Socket within(Socket plain, Path folder) throws Exception {
        return within(plain, trusting(folder));
    }

    static Socket within(Socket plain, SSLContext trusting) throws IOException {
        var socket = (SSLSocket) trusting.getSocketFactory().createSocket(plain, "localhost", plain.getPort(), true);
        socket.startHandshake();
        return socket;
    }
}
