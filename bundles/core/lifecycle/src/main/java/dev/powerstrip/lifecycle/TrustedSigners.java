package dev.powerstrip.lifecycle;

import java.io.IOException;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Lets in the jars that a trusted signer signed as a whole, and those that the operator listed ({@code trust: signed}).
 *
 * @param rules who may sign what; with none, whoever the trust store knows may sign every plugin
 * @param digests jars that need no signature: SHA-256, hexadecimal, lower case
 */
record TrustedSigners(SignerCheck check, List<SignerRule> rules, Set<String> digests) implements Trust {

    @Override
    public String signer(Path copy, String digest, PluginId id) throws RefusedException, IOException {
        if (digests.contains(digest)) {
            return "";
        }
        RefusedException first = null;
        for (var signer : JarSignature.of(copy).signers()) {
            try {
                return signer(signer, id);
            } catch (RefusedException refused) {
                first = first == null ? refused : first;
            }
        }
        throw first == null ? unsigned() : first;
    }

    private String signer(CodeSigner signer, PluginId id) throws RefusedException {
        var chain = check.check(signer);
        if (!rules.isEmpty() && rules.stream().noneMatch(rule -> rule.allows(id, chain))) {
            throw new RefusedException(
                "is signed by %s, who may not sign %s: allowedSigners in etc/lifecycle.cfg.json %s"
                    .formatted(chain.name(), id, allowed(id)));
        }
        return chain.name();
    }

    private String allowed(PluginId id) {
        var names = rules.stream().filter(rule -> rule.isAbout(id)).map(SignerRule::who)
            .collect(Collectors.joining(" or "));
        return names.isEmpty() ? "allows nobody to" : "wants " + names;
    }

    /** An old jar is rightly signed too, with all its faults. */
    @Override
    public boolean refusesReplays() {
        return true;
    }

    private static RefusedException unsigned() {
        return new RefusedException("is not signed, and etc/lifecycle.cfg.json lets in signed plugins only: have it "
            + "signed by jarsigner, or list its digest in allowedDigests");
    }
}
