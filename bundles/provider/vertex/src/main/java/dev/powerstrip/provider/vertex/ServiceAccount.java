package dev.powerstrip.provider.vertex;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/** An account of Google's for programs, as its JSON file describes it: signs that it is itself. Prints no key. */
final class ServiceAccount {

    private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
    private static final Duration VALID = Duration.ofHours(1);
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final String email;
    private final String project;
    private final String tokenUri;
    private final String keyId;
    private final PrivateKey key;

    private ServiceAccount(JsonObject file) {
        this.email = text(file, "client_email");
        this.project = file.has("project_id") ? text(file, "project_id") : "";
        this.tokenUri = text(file, "token_uri");
        this.keyId = text(file, "private_key_id");
        this.key = key(text(file, "private_key"));
    }

    /** The account that the content of such a file describes. */
    static ServiceAccount read(Secret content) {
        return content.use(text -> {
            try {
                return new ServiceAccount(JsonParser.parseString(text).getAsJsonObject());
            } catch (JsonParseException | IllegalStateException e) {
                // Neither cause nor text is told: both may hold a piece of the key.
                throw unusable("it is no JSON object");
            }
        });
    }

    private static String text(JsonObject file, String name) {
        if (!file.has(name) || !file.get(name).isJsonPrimitive()) {
            throw unusable("it has no \"%s\"".formatted(name));
        }
        return file.get(name).getAsString();
    }

    private static PrivateKey key(String pem) {
        var base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        try {
            return KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw unusable("its \"private_key\" is no RSA key in PKCS#8");
        }
    }

    private static GatewayException unusable(String problem) {
        return new GatewayException(ErrorType.PROVIDER_UNAVAILABLE,
            "the provider's apiKey is not the content of a service account's JSON file: " + problem)
            .with("provider_code", "401");
    }

    String project() {
        return project;
    }

    String tokenUri() {
        return tokenUri;
    }

    /** Says, signed, who it is and what it wants; Google gives an access token for that. */
    String assertion(Instant now) {
        var header = new JsonObject();
        header.addProperty("alg", "RS256");
        header.addProperty("typ", "JWT");
        header.addProperty("kid", keyId);
        var claims = new JsonObject();
        claims.addProperty("iss", email);
        claims.addProperty("scope", SCOPE);
        claims.addProperty("aud", tokenUri);
        claims.addProperty("iat", now.getEpochSecond());
        claims.addProperty("exp", now.plus(VALID).getEpochSecond());
        var said = base64(header) + "." + base64(claims);
        return said + "." + BASE64.encodeToString(signed(said));
    }

    private static String base64(JsonObject json) {
        return BASE64.encodeToString(json.toString().getBytes(StandardCharsets.UTF_8));
    }

    private byte[] signed(String text) {
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java signs by RS256", e);
        }
    }

    @Override
    public String toString() {
        return "ServiceAccount[" + email + "]";
    }
}
