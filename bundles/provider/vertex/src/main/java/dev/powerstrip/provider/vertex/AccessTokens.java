package dev.powerstrip.provider.vertex;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.json.MalformedJsonException;
import dev.powerstrip.sdk.provider.Attempt;
import dev.powerstrip.sdk.secret.Secret;
import dev.powerstrip.sdk.upstream.UpstreamRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Access tokens of service accounts, each used until shortly before it ends. A credential that is no JSON object is
 * taken for an access token itself. Thread-safe; attempts that come together while there is none each ask for one.
 */
final class AccessTokens {

    private static final Duration SHORTLY = Duration.ofMinutes(2);
    private static final Duration USUAL_LIFE = Duration.ofHours(1);
    private static final int MAX_ANSWER = 64 * 1024;
    private static final String ASK = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=";

    private final Clock clock;
    private final Map<String, Token> tokens = new ConcurrentHashMap<>();

    AccessTokens(Clock clock) {
        this.clock = clock;
    }

    /** The token to call with now. */
    Access of(Attempt attempt) throws IOException {
        var credential = attempt.credential().orElseThrow(() -> new GatewayException(ErrorType.PROVIDER_UNAVAILABLE,
            "the provider has no credential: write a service account's JSON file as apiKey into its configuration"));
        if (!credential.use(text -> text.stripLeading().startsWith("{"))) {
            return new Access(credential, "");
        }
        var name = credential.use(AccessTokens::digest);
        var known = tokens.get(name);
        if (known == null || !clock.instant().isBefore(known.end)) {
            known = ask(known == null ? ServiceAccount.read(credential) : known.account, attempt);
            tokens.put(name, known);
        }
        return new Access(known.value, known.account.project());
    }

    private static String digest(String text) {
        try {
            return HexFormat.of().formatHex(
                MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private Token ask(ServiceAccount account, Attempt attempt) throws IOException {
        var now = clock.instant();
        var request = new UpstreamRequest("POST", URI.create(account.tokenUri()),
            Headers.of("Content-Type", "application/x-www-form-urlencoded"), Map.of(),
            (ASK + account.assertion(now)).getBytes(StandardCharsets.US_ASCII));
        try (var response = attempt.send(request)) {
            var answer = json(response.body().readNBytes(MAX_ANSWER));
            var token = answer.get("access_token").string();
            if (response.status() >= 300 || token.isEmpty()) {
                throw refused(response.status(), answer);
            }
            var life = answer.get("expires_in").integer().stream().mapToObj(Duration::ofSeconds).findFirst()
                .orElse(USUAL_LIFE);
            return new Token(account, Secret.of(token.get()), now.plus(life).minus(SHORTLY));
        }
    }

    private static JsonView json(byte[] body) {
        try {
            return JsonView.parse(body);
        } catch (MalformedJsonException page) {
            return JsonView.parse(new byte[] {'{', '}'});
        }
    }

    /** A status of 400 here means this account, so that another credential may do. */
    private static GatewayException refused(int status, JsonView answer) {
        var why = answer.get("error_description").string().or(() -> answer.get("error").string())
            .orElse("HTTP status " + status);
        return new GatewayException(ErrorType.PROVIDER_UNAVAILABLE,
            "Google gives no access token for the service account: " + why)
            .with("provider_code", status >= 400 && status < 500 ? "401" : Integer.toString(status));
    }

    /**
     * What a call is made with.
     *
     * @param project the account's own; empty where it is not known
     */
    record Access(Secret token, String project) {}

    private record Token(ServiceAccount account, Secret value, Instant end) {}
}
