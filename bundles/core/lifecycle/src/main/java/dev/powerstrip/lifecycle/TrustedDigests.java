package dev.powerstrip.lifecycle;

import java.nio.file.Path;
import java.util.Set;

/**
 * Lets in the jars that the operator listed, byte for byte ({@code trust: allowlist}).
 *
 * @param digests SHA-256, hexadecimal, lower case
 */
record TrustedDigests(Set<String> digests) implements Trust {

    @Override
    public String signer(Path copy, String digest, PluginId id) throws RefusedException {
        if (!digests.contains(digest)) {
            throw new RefusedException(
                "has the digest %s, which allowedDigests in etc/lifecycle.cfg.json does not list: add it if you trust it"
                    .formatted(digest));
        }
        return "";
    }
}
