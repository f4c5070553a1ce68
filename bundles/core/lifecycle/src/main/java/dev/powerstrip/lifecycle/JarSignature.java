package dev.powerstrip.lifecycle;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;

/**
 * Who signed a jar as a whole: its manifest as it stands, and every entry. The JDK checks digests and signatures; here
 * is seen to it that they leave nothing out.
 */
final class JarSignature {

    private static final Pattern SIGNATURE = Pattern.compile("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");
    private static final Set<String> DIGESTS = Set.of("SHA-256", "SHA-384", "SHA-512");
    private static final String OF_MANIFEST = "-Digest-Manifest";

    private final List<CodeSigner> signers;

    private JarSignature(List<CodeSigner> signers) {
        this.signers = signers;
    }

    /**
     * Reads all of a jar.
     *
     * @throws RefusedException if it was signed and something about it is not what was signed
     */
    static JarSignature of(Path file) throws RefusedException, IOException {
        try (var jar = new JarFile(file.toFile(), true)) {
            return new JarSignature(List.copyOf(signers(jar)));
        } catch (SecurityException changed) {
            throw new RefusedException("was changed after it was signed (%s): get it from its vendor again"
                .formatted(changed.getMessage()));
        }
    }

    /** Those who signed all of it; none if it is not signed. */
    List<CodeSigner> signers() {
        return signers;
    }

    private static Set<CodeSigner> signers(JarFile jar) throws RefusedException, IOException {
        var entries = jar.stream().toList();
        checkNames(entries);
        if (entries.stream().noneMatch(entry -> isSignature(entry.getName()))) {
            return Set.of();
        }
        var signers = signersOfEntries(jar, entries);
        for (var entry : entries) {
            if (isSignature(entry.getName()) && entry.getName().toUpperCase(Locale.ROOT).endsWith(".SF")) {
                checkManifest(jar, entry);
            }
        }
        return signers;
    }

    /** Of two entries of one name, one would be checked and the other might be used. */
    private static void checkNames(List<JarEntry> entries) throws RefusedException {
        var names = new HashSet<String>();
        for (var entry : entries) {
            if (!names.add(entry.getName())) {
                throw new RefusedException("has two entries that are named %s: get it from its vendor again"
                    .formatted(entry.getName()));
            }
        }
    }

    private static boolean isSignature(String name) {
        return SIGNATURE.matcher(name.toUpperCase(Locale.ROOT)).matches();
    }

    private static Set<CodeSigner> signersOfEntries(JarFile jar, List<JarEntry> entries)
        throws RefusedException, IOException {
        Set<CodeSigner> common = null;
        for (var entry : entries) {
            if (isContent(entry)) {
                var signers = signers(jar, entry);
                if (common == null) {
                    common = new LinkedHashSet<>(signers);
                }
                common.retainAll(signers);
                if (common.isEmpty()) {
                    throw new RefusedException("has no one signer for all of it, %s was signed by another: sign it anew"
                        .formatted(entry.getName()));
                }
            }
        }
        return common == null ? Set.of() : common;
    }

    private static boolean isContent(JarEntry entry) {
        boolean folder = entry.isDirectory() && entry.getSize() == 0;
        return !folder && !entry.getName().equals(JarFile.MANIFEST_NAME) && !isSignature(entry.getName());
    }

    /** An entry's signers are known once it has been read to its end. */
    private static List<CodeSigner> signers(JarFile jar, JarEntry entry) throws RefusedException, IOException {
        try (var content = jar.getInputStream(entry)) {
            content.transferTo(OutputStream.nullOutputStream());
        }
        var signers = entry.getCodeSigners();
        if (signers == null) {
            throw new RefusedException(
                ("has no valid signature for %s: if it was added later get the jar from its vendor "
                    + "again, else have the jar signed anew").formatted(entry.getName()));
        }
        return Arrays.asList(signers);
    }

    /** The manifest says what the bundle is; the JDK alone would let parts of it be changed in some signed jars. */
    private static void checkManifest(JarFile jar, JarEntry signatureFile) throws RefusedException, IOException {
        Attributes said;
        try (var text = jar.getInputStream(signatureFile)) {
            said = new Manifest(text).getMainAttributes();
        }
        for (var algorithm : DIGESTS) {
            var digest = said.getValue(algorithm + OF_MANIFEST);
            if (digest != null && digest.equals(digestOfManifest(jar, algorithm))) {
                return;
            }
        }
        throw new RefusedException(
            ("has the signature %s, which does not cover the manifest as it is: take all signatures "
                + "out and sign it once by jarsigner, without -sectionsonly").formatted(signatureFile.getName()));
    }

    private static String digestOfManifest(JarFile jar, String algorithm) throws IOException {
        try (var manifest = jar.getInputStream(jar.getEntry(JarFile.MANIFEST_NAME))) {
            return Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance(algorithm).digest(manifest.readAllBytes()));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-2", impossible);
        }
    }
}
