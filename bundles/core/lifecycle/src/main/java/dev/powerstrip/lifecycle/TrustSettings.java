package dev.powerstrip.lifecycle;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Makes of the operator's settings whom to trust. */
final class TrustSettings {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\[env:([^\\]]+)]");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern SERIAL = Pattern.compile("[0-9a-f]{1,40}");
    /** What keytool takes where nobody thinks of a password: a trust store hides nothing. */
    private static final String USUAL_PASSWORD = "changeit";

    private final LifecycleConfig config;
    private final Path etc;
    private final Map<String, String> environment;
    private final Clock clock;

    /** @param etc where a relative trust store lies */
    TrustSettings(LifecycleConfig config, Path etc, Map<String, String> environment, Clock clock) {
        this.config = config;
        this.etc = etc;
        this.environment = environment;
        this.clock = clock;
    }

    /** Where the trust store lies; empty if there is none. */
    Optional<Path> store() {
        return config.trustStore().isBlank() ? Optional.empty() : Optional.of(etc.resolve(config.trustStore()));
    }

    /** Whom to trust; nobody where the settings do not say so clearly. */
    Trust trust() {
        try {
            return switch (config.trust()) {
                case "any" -> any();
                case "allowlist" -> allowlist();
                default -> signed();
            };
        } catch (IllegalArgumentException wrong) {
            return new Trust.Nobody("etc/lifecycle.cfg.json: " + wrong.getMessage());
        }
    }

    private Trust any() {
        refuse("any", "trustStore", "trustStorePassword", "allowedSigners", "revokedSigners", "allowedDigests");
        return Trust.ANY;
    }

    private Trust allowlist() {
        refuse("allowlist", "trustStore", "trustStorePassword", "allowedSigners", "revokedSigners");
        return new TrustedDigests(digests());
    }

    /** What is set, but would change nothing, is no setting that the operator can have meant. */
    private void refuse(String trust, String... unused) {
        var set = Arrays.stream(unused).filter(this::isSet).toList();
        if (!set.isEmpty()) {
            throw new IllegalArgumentException(
                "with trust: %s nothing comes of %s: take it out, or choose another trust"
                    .formatted(trust, String.join(", ", set)));
        }
    }

    private boolean isSet(String key) {
        return switch (key) {
            case "trustStore" -> !config.trustStore().isBlank();
            case "trustStorePassword" -> !config.trustStorePassword().isBlank();
            case "allowedSigners" -> config.allowedSigners().length > 0;
            case "revokedSigners" -> config.revokedSigners().length > 0;
            default -> config.allowedDigests().length > 0;
        };
    }

    private Trust signed() {
        var file = store().orElseThrow(() -> new IllegalArgumentException(
            "trust: signed needs trustStore, a PKCS#12 or JKS file with the certificates of signers"));
        var store = TrustStore.read(file, password());
        var rules = Arrays.stream(config.allowedSigners()).map(text -> rule(text, store)).toList();
        return new TrustedSigners(new SignerCheck(store, revoked(), clock), rules, digests());
    }

    /** The settings are published with the service, and the secret plugins come in only after this. */
    private String password() {
        var text = config.trustStorePassword().strip();
        if (text.isEmpty()) {
            return USUAL_PASSWORD;
        }
        var reference = REFERENCE.matcher(text);
        if (!reference.matches()) {
            throw new IllegalArgumentException(
                "trustStorePassword has to be a reference to the environment, $[env:NAME]");
        }
        return Optional.ofNullable(environment.get(reference.group(1))).orElseThrow(() -> new IllegalArgumentException(
            "trustStorePassword: the environment variable %s is not set".formatted(reference.group(1))));
    }

    private static SignerRule rule(String text, TrustStore store) {
        try {
            return SignerRule.of(text, store.aliases());
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("allowedSigners: " + wrong.getMessage(), wrong);
        }
    }

    private Set<String> digests() {
        return hex("allowedDigests", "a SHA-256 of 64 hexadecimal digits", List.of(DIGEST), config.allowedDigests());
    }

    private Set<String> revoked() {
        return hex("revokedSigners", "a certificate's serial number or SHA-256, hexadecimal", List.of(DIGEST, SERIAL),
            config.revokedSigners());
    }

    /** As tools write it: with colons or without, in any case, {@code sha256:} before it or not. */
    private static Set<String> hex(String key, String wanted, List<Pattern> patterns, String... texts) {
        var all = new ArrayList<String>();
        for (var text : texts) {
            var digits = text.strip().toLowerCase(Locale.ROOT).replaceFirst("^sha-?256:", "").replace(":", "");
            if (patterns.stream().noneMatch(pattern -> pattern.matcher(digits).matches())) {
                throw new IllegalArgumentException("%s: \"%s\" has to be %s".formatted(key, text, wanted));
            }
            all.add(digits.length() == 64 ? digits : digits.replaceFirst("^0+(?=.)", ""));
        }
        return all.stream().collect(Collectors.toUnmodifiableSet());
    }
}
