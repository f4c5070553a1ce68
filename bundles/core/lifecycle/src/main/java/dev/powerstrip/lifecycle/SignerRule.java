package dev.powerstrip.lifecycle;

import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;

/**
 * One of {@code allowedSigners}: {@code "provider.*: CN=Acme, O=Acme Inc"}, or {@code "provider.*: ALIAS"} of the trust
 * store for a certificate that signs, or issues those that do.
 *
 * @param ids the ids that it is about, with {@code *} for anything
 * @param who the name or the alias, as written
 */
record SignerRule(String ids, String who, Match match) {

    /** Whether a certificate chain belongs to that signer. */
    private sealed interface Match {

        boolean fits(SignerChain chain);
    }

    private record Named(X500Principal subject) implements Match {

        @Override
        public boolean fits(SignerChain chain) {
            return chain.leaf().getSubjectX500Principal().equals(subject);
        }
    }

    private record Known(X509Certificate certificate) implements Match {

        @Override
        public boolean fits(SignerChain chain) {
            return chain.certificates().contains(certificate);
        }
    }

    /**
     * @param aliases the trust store's certificates
     * @throws IllegalArgumentException saying what is wrong with it
     */
    static SignerRule of(String text, Map<String, X509Certificate> aliases) {
        int colon = text.indexOf(':');
        var ids = text.substring(0, Math.max(colon, 0)).strip();
        var who = text.substring(colon + 1).strip();
        if (!ids.matches("[a-z0-9.*-]+") || who.isEmpty()) {
            throw new IllegalArgumentException(
                "\"%s\" has to be \"PLUGIN: SIGNER\", such as \"provider.*: CN=Acme, O=Acme Inc\"".formatted(text));
        }
        return new SignerRule(ids, who, match(who, aliases));
    }

    private static Match match(String who, Map<String, X509Certificate> aliases) {
        if (aliases.containsKey(who)) {
            return new Known(aliases.get(who));
        }
        if (!who.contains("=")) {
            throw new IllegalArgumentException(
                "\"%s\" is neither a name such as CN=Acme nor an alias of the trust store: %s"
                    .formatted(who, aliases.keySet().stream().sorted().collect(Collectors.joining(", "))));
        }
        try {
            return new Named(new X500Principal(who));
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("\"%s\" is no name of a certificate: %s".formatted(who,
                malformed.getMessage()), malformed);
        }
    }

    boolean isAbout(PluginId id) {
        var parts = Arrays.stream(ids.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return id.toString().matches(parts);
    }

    boolean allows(PluginId id, SignerChain chain) {
        return isAbout(id) && match.fits(chain);
    }
}
