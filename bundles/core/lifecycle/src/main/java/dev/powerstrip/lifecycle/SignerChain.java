package dev.powerstrip.lifecycle;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The certificates of a signer, from its own to the trusted one: at least one.
 */
record SignerChain(List<X509Certificate> certificates) {

    X509Certificate leaf() {
        return certificates.get(0);
    }

    /** Who it is, as people are told. */
    String name() {
        return leaf().getSubjectX500Principal().toString();
    }
}
