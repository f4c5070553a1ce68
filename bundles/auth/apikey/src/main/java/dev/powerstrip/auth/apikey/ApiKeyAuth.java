package dev.powerstrip.auth.apikey;

import static org.osgi.service.component.annotations.ConfigurationPolicy.REQUIRE;

import dev.powerstrip.sdk.auth.AuthMethod;
import dev.powerstrip.sdk.auth.KeyDirectory;
import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.http.RequestHead;
import dev.powerstrip.sdk.plugin.PluginName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Recognises callers by a key of the gateway, sent as a bearer token, as {@code x-api-key} or as Gemini's clients do. */
@Component(configurationPolicy = REQUIRE)
@PluginName("auth.apikey")
public final class ApiKeyAuth implements AuthMethod {

    private static final String BEARER = "Bearer ";
    private static final MessageDigest SHA_256 = found("SHA-256");

    private final KeyDirectory keys;

    @Activate
    public ApiKeyAuth(@Reference KeyDirectory keys) {
        this.keys = keys;
    }

    @Override
    public Optional<Principal> authenticate(RequestHead head) {
        return bearer(head).or(() -> head.header("x-api-key")).or(() -> geminis(head)).map(String::strip)
            .map(this::principal);
    }

    /** Only on Google's paths: elsewhere a key in an address is an accident. */
    private static Optional<String> geminis(RequestHead head) {
        return RequestHead.isOfGoogle(head.path())
            ? head.header("x-goog-api-key").or(() -> head.parameter("key")) : Optional.empty();
    }

    /** Empty for another scheme, such as Basic: that is no credential of this kind. */
    private static Optional<String> bearer(RequestHead head) {
        return head.header("authorization").filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
            .map(value -> value.substring(BEARER.length()));
    }

    /** Looks up by hash: how long a look-up takes tells nothing about the text of a key. */
    private Principal principal(String key) {
        return keys.find(hash(key)).orElseThrow(() -> new GatewayException(ErrorType.AUTHENTICATION,
            "this API key is not known here: check that it was copied whole, or make one with POST /api/v1/keys"));
    }

    private static String hash(String key) {
        return HexFormat.of().formatHex(sha256().digest(key.getBytes(StandardCharsets.UTF_8)));
    }

    /** A copy, as the platform takes a while to find what makes one. */
    private static MessageDigest sha256() {
        try {
            return (MessageDigest) SHA_256.clone();
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException("SHA-256 cannot be copied", impossible);
        }
    }

    private static MessageDigest found(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has " + algorithm, impossible);
        }
    }
}
