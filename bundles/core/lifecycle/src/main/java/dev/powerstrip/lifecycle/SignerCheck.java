package dev.powerstrip.lifecycle;

import java.security.CodeSigner;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXCertPathValidatorResult;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides whether a signer's certificate can be trusted: issued by whom the operator trusts, in force, made for signing
 * code, not revoked.
 *
 * @param revoked serial numbers, and SHA-256 of certificates, hexadecimal, lower case
 */
record SignerCheck(TrustStore store, Set<String> revoked, Clock clock) {

    private static final String ANY_USE = "2.5.29.37.0";
    private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";
    private static final String TIME_STAMPING = "1.3.6.1.5.5.7.3.8";
    private static final int DIGITAL_SIGNATURE = 0;

    /** The signer's certificates up to the trusted one. */
    SignerChain check(CodeSigner signer) throws RefusedException {
        var leaf = (X509Certificate) signer.getSignerCertPath().getCertificates().get(0);
        try {
            var chain = trusted(signer.getSignerCertPath(), when(signer));
            checkRevoked(chain);
            checkUse(chain);
            return chain;
        } catch (CertificateExpiredException | CertificateNotYetValidException now) {
            throw new RefusedException(
                ("is signed by %s, whose certificate is valid from %s to %s only: have it signed "
                    + "anew, with a timestamp (jarsigner -tsa) that outlives the certificate")
                    .formatted(name(leaf), day(leaf.getNotBefore()), day(leaf.getNotAfter())));
        } catch (GeneralSecurityException unknown) {
            throw new RefusedException(("is signed by %s, for whom the trust store %s does not vouch (%s): put the "
                + "certificate in by keytool -importcert if you trust it")
                .formatted(name(leaf), store.file().getFileName(), unknown.getMessage()));
        }
    }

    private static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().toString();
    }

    private static String day(Date date) {
        return date.toInstant().toString();
    }

    /** A timestamp counts if the trust store knows who gave it; else what was signed ends with the certificate. */
    private Instant when(CodeSigner signer) {
        var timestamp = signer.getTimestamp();
        if (timestamp == null) {
            return clock.instant();
        }
        try {
            var authority = trusted(timestamp.getSignerCertPath(), clock.instant());
            boolean counts = uses(authority.leaf()).contains(TIME_STAMPING) && revokedOf(authority).isEmpty();
            return counts ? timestamp.getTimestamp().toInstant() : clock.instant();
        } catch (GeneralSecurityException unknown) {
            return clock.instant();
        }
    }

    /** Follows the certificates until one that is trusted, or issued by a trusted one. */
    private SignerChain trusted(CertPath path, Instant when) throws GeneralSecurityException {
        var chain = path.getCertificates().stream().map(X509Certificate.class::cast).toList();
        for (int i = 0; i < chain.size(); i++) {
            if (store.certificates().contains(chain.get(i))) {
                return upTo(Set.of(chain.get(i)), chain.subList(0, i), when);
            }
        }
        return upTo(Set.copyOf(store.certificates()), chain, when);
    }

    /**
     * PKIX lets everyone whom it trusts issue certificates; a signer who is trusted may not make others so.
     *
     * @param chain may be empty: then the trusted certificate is the signer's own
     */
    private static SignerChain upTo(Set<X509Certificate> trusted, List<X509Certificate> chain, Instant when)
        throws GeneralSecurityException {
        var issuer = chain.isEmpty() ? trusted.iterator().next() : issuer(trusted, chain, when);
        if (!chain.isEmpty() && issuer.getBasicConstraints() < 0) {
            throw new CertificateException(name(issuer) + " may not issue certificates");
        }
        issuer.checkValidity(Date.from(when));
        var certificates = new ArrayList<>(chain);
        certificates.add(issuer);
        return new SignerChain(List.copyOf(certificates));
    }

    private static X509Certificate issuer(Set<X509Certificate> trusted, List<X509Certificate> chain, Instant when)
        throws GeneralSecurityException {
        var parameters = new PKIXParameters(
            trusted.stream().map(certificate -> new TrustAnchor(certificate, null)).collect(Collectors.toSet()));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(when));
        var path = CertificateFactory.getInstance("X.509").generateCertPath(chain);
        try {
            var result = (PKIXCertPathValidatorResult) CertPathValidator.getInstance("PKIX").validate(path, parameters);
            return result.getTrustAnchor().getTrustedCert();
        } catch (CertPathValidatorException invalid) {
            throw outOfTime(invalid) ? new CertificateExpiredException(invalid.getMessage()) : invalid;
        }
    }

    private static boolean outOfTime(CertPathValidatorException invalid) {
        return invalid.getReason() == BasicReason.EXPIRED || invalid.getReason() == BasicReason.NOT_YET_VALID;
    }

    private void checkRevoked(SignerChain chain) throws CertificateException, RefusedException {
        var found = revokedOf(chain);
        if (!found.isEmpty()) {
            throw new RefusedException(("is signed by %s, and revokedSigners in etc/lifecycle.cfg.json names %s of its "
                + "certificates: get a jar that is signed by another").formatted(chain.name(), found));
        }
    }

    /** Which of the revoked the chain has; empty if none. */
    private String revokedOf(SignerChain chain) throws CertificateException {
        for (var certificate : chain.certificates()) {
            for (var name : List.of(certificate.getSerialNumber().toString(16), fingerprint(certificate))) {
                if (revoked.contains(name)) {
                    return name;
                }
            }
        }
        return "";
    }

    private static String fingerprint(X509Certificate certificate) throws CertificateException {
        try {
            return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException impossible) {
            throw new CertificateException("every JDK has SHA-256", impossible);
        }
    }

    private static void checkUse(SignerChain chain) throws CertificateParsingException, RefusedException {
        var usage = chain.leaf().getKeyUsage();
        var uses = uses(chain.leaf());
        boolean forSigning = usage == null || usage[DIGITAL_SIGNATURE];
        boolean forCode = uses.isEmpty() || uses.contains(CODE_SIGNING) || uses.contains(ANY_USE);
        if (!forSigning || !forCode) {
            throw new RefusedException(
                ("is signed by %s with a certificate that was not issued for signing code: have it "
                    + "signed with one whose extended key usage is codeSigning").formatted(chain.name()));
        }
    }

    private static List<String> uses(X509Certificate certificate) throws CertificateParsingException {
        var uses = certificate.getExtendedKeyUsage();
        return uses == null ? List.of() : uses;
    }
}
