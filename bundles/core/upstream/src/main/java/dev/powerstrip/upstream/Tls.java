package dev.powerstrip.upstream;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Reads what a TLS connection trusts and shows: the JDK's own, or PKCS#12 and PEM files. */
final class Tls {

    private static final Pattern PEM = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]+)-----END \\1-----");
    private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "EdDSA");
    /** A PKCS#12 file has a password even where nobody wants one: keytool's, or none. */
    private static final List<String> PASSWORDS = List.of("changeit", "");
    private static final char[] IN_MEMORY = {};

    private Tls() {}

    static SSLContext context(Optional<String> trustStore, Optional<String> clientCertificate) throws IOException {
        try {
            if (trustStore.isEmpty() && clientCertificate.isEmpty()) {
                return SSLContext.getDefault();
            }
            var context = SSLContext.getInstance("TLS");
            // Null stands for the JDK's own.
            context.init(clientCertificate.isPresent() ? keys(Path.of(clientCertificate.get())) : null,
                trustStore.isPresent() ? trust(Path.of(trustStore.get())) : null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private static KeyManager[] keys(Path file) throws IOException, GeneralSecurityException {
        var identity = identity(file);
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(identity.store, identity.password);
        return factory.getKeyManagers();
    }

    private static TrustManager[] trust(Path file) throws IOException, GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted(file));
        return factory.getTrustManagers();
    }

    private static KeyStore trusted(Path file) throws IOException, GeneralSecurityException {
        var bytes = read("trustStore", file);
        if (!isPem(bytes)) {
            return pkcs12("trustStore", file, bytes).store;
        }
        var store = empty();
        for (var certificate : certificates(bytes)) {
            store.setCertificateEntry("trusted-" + store.size(), certificate);
        }
        return store;
    }

    private static Identity identity(Path file) throws IOException, GeneralSecurityException {
        var bytes = read("clientCertificate", file);
        if (!isPem(bytes)) {
            return pkcs12("clientCertificate", file, bytes);
        }
        var store = empty();
        store.setKeyEntry("client", key(file, bytes), IN_MEMORY, certificates(bytes).toArray(Certificate[]::new));
        return new Identity(store, IN_MEMORY);
    }

    private static byte[] read(String setting, Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IOException("\"%s\" names %s, which cannot be read".formatted(setting, file), e);
        }
    }

    private static boolean isPem(byte[] bytes) {
        return PEM.matcher(text(bytes)).find();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Identity pkcs12(String setting, Path file, byte[] bytes)
        throws GeneralSecurityException, IOException {
        for (var password : PASSWORDS) {
            var store = KeyStore.getInstance("PKCS12");
            try {
                store.load(new ByteArrayInputStream(bytes), password.toCharArray());
                return new Identity(store, password.toCharArray());
            } catch (IOException otherPassword) {
                continue;
            }
        }
        throw new IOException(
            "\"%s\" names %s, which is neither PEM nor a PKCS#12 file with the password \"changeit\" or none"
                .formatted(setting, file));
    }

    private static List<Certificate> certificates(byte[] pem) throws GeneralSecurityException {
        var factory = CertificateFactory.getInstance("X.509");
        var certificates = new ArrayList<Certificate>();
        for (var block = PEM.matcher(text(pem)); block.find();) {
            if (block.group(1).equals("CERTIFICATE")) {
                certificates.add(factory.generateCertificate(new ByteArrayInputStream(decoded(block.group(2)))));
            }
        }
        return certificates;
    }

    private static PrivateKey key(Path file, byte[] pem) throws IOException, GeneralSecurityException {
        for (var block = PEM.matcher(text(pem)); block.find();) {
            if (block.group(1).equals("PRIVATE KEY")) {
                return key(file, new PKCS8EncodedKeySpec(decoded(block.group(2))));
            }
        }
        throw new IOException(("\"clientCertificate\" names %s, which holds no \"PRIVATE KEY\" block: "
            + "turn the key into one by openssl pkcs8 -topk8 -nocrypt").formatted(file));
    }

    private static PrivateKey key(Path file, PKCS8EncodedKeySpec encoded) throws IOException, GeneralSecurityException {
        for (var algorithm : KEY_ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
            } catch (InvalidKeySpecException otherAlgorithm) {
                continue;
            }
        }
        throw new IOException(
            "\"clientCertificate\" names %s, whose key is none of %s".formatted(file, KEY_ALGORITHMS));
    }

    private static byte[] decoded(String base64) {
        return Base64.getMimeDecoder().decode(base64);
    }

    private record Identity(KeyStore store, char[] password) {}
}
