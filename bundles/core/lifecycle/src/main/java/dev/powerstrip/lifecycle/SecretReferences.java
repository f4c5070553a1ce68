package dev.powerstrip.lifecycle;

import dev.powerstrip.line.Plugins;
import dev.powerstrip.line.ProviderSettings.CredentialReference;
import dev.powerstrip.line.Secrets;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.secret.Secret;
import dev.powerstrip.sdk.secret.SecretSource;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Asks the secret plugins for what {@code $[NAME:key]} points to, and remembers the answer for half a minute. A
 * credential may consist of several, with other text between them.
 */
@Component
public final class SecretReferences implements Secrets {

    private static final Duration REMEMBERED = Duration.ofSeconds(30);
    private static final String BEGIN = "$[";
    private static final Pattern REFERENCE = Pattern.compile("\\$\\[([a-z0-9-]+):([^\\]]+)\\]");
    /** {@code $[secret:key]} asks the plugin {@code secret.file}. */
    private static final Map<String, String> OTHER_NAMES = Map.of("secret", "file");

    private final Plugins plugins;
    private final Clock clock;
    private final Map<CredentialReference, Known> known = new ConcurrentHashMap<>();

    @Activate
    public SecretReferences(@Reference Plugins plugins) {
        this(plugins, Clock.systemUTC());
    }

    SecretReferences(Plugins plugins, Clock clock) {
        this.plugins = plugins;
        this.clock = clock;
    }

    @Override
    public Secret resolve(CredentialReference reference) throws IOException {
        if (!reference.text().startsWith(BEGIN)) {
            return Secret.of(reference.text());
        }
        var remembered = known.get(reference);
        if (remembered != null && clock.instant().isBefore(remembered.until)) {
            return remembered.value;
        }
        var value = read(reference);
        known.put(reference, new Known(value, clock.instant().plus(REMEMBERED)));
        return value;
    }

    private Secret read(CredentialReference reference) throws IOException {
        var text = reference.text();
        if (REFERENCE.matcher(text).replaceAll("").contains(BEGIN)) {
            throw missing("a credential has a $[ that is no reference: write $[env:NAME] or $[secret:NAME]");
        }
        var references = REFERENCE.matcher(text);
        var value = new StringBuilder();
        int end = 0;
        while (references.find()) {
            value.append(text, end, references.start());
            read(references.group(), references.group(1), references.group(2)).use(value::append);
            end = references.end();
        }
        return Secret.of(value.append(text, end, text.length()).toString());
    }

    private Secret read(String reference, String name, String key) throws IOException {
        var source = OTHER_NAMES.getOrDefault(name, name);
        try (var lease = plugins.lease(SecretSource.class, source).orElseThrow(() -> missing(
            "%s cannot be read: there is no plugin secret.%s".formatted(reference, source)))) {
            Optional<Secret> value = lease.call(plugin -> plugin.read(key));
            return value.orElseThrow(() -> missing("%s is not set".formatted(reference)));
        }
    }

    /** Another endpoint may be tried: the credential of this one is missing. */
    private static GatewayException missing(String why) {
        return new GatewayException(ErrorType.PROVIDER_UNAVAILABLE, why);
    }

    @Override
    public void refused(CredentialReference reference) {
        known.remove(reference);
    }

    /** A value and how long it may be used without asking again. */
    private record Known(Secret value, Instant until) {}
}
