package dev.powerstrip.lifecycle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** The certificates that the operator trusts, by their aliases: of signers, or of those who issue them. */
record TrustStore(Path file, Map<String, X509Certificate> aliases) {

    /**
     * Reads a PKCS#12 or JKS file.
     *
     * @throws IllegalArgumentException if it cannot be used; says why, and never the password
     */
    static TrustStore read(Path file, String password) {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("trustStore names %s, which is no file".formatted(file));
        }
        try {
            var aliases = certificates(KeyStore.getInstance(file.toFile(), password.toCharArray()));
            if (aliases.isEmpty()) {
                throw new IllegalArgumentException(
                    ("trustStore names %s, which holds no trusted certificate: put one in "
                        + "by keytool -importcert").formatted(file));
            }
            return new TrustStore(file, aliases);
        } catch (IOException | GeneralSecurityException unusable) {
            throw new IllegalArgumentException(("trustStore names %s, which cannot be read as PKCS#12 or JKS with "
                + "trustStorePassword: %s").formatted(file, unusable.getMessage()), unusable);
        }
    }

    private static Map<String, X509Certificate> certificates(KeyStore store) throws GeneralSecurityException {
        var aliases = new TreeMap<String, X509Certificate>();
        for (var alias : Collections.list(store.aliases())) {
            if (store.isCertificateEntry(alias) && store.getCertificate(alias) instanceof X509Certificate certificate) {
                aliases.put(alias, certificate);
            }
        }
        return Collections.unmodifiableMap(aliases);
    }

    Collection<X509Certificate> certificates() {
        return aliases.values();
    }
}
