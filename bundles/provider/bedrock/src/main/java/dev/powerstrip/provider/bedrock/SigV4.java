package dev.powerstrip.provider.bedrock;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Amazon's Signature Version 4 of requests without a query. Immutable. */
final class SigV4 {

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final DateTimeFormatter TIME
        = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Key key;
    private final String region;
    private final String service;

    /**
     * An access key.
     *
     * @param token of a session; empty if there is none
     */
    record Key(String id, String secret, String token) {

        @Override
        public String toString() {
            return "Key[" + id + "]";
        }
    }

    SigV4(Key key, String region, String service) {
        this.key = key;
        this.region = region;
        this.service = service;
    }

    /** The headers that sign a request, beside its content type and host, which are signed too. */
    Map<String, String> headers(String method, URI uri, String contentType, byte[] body, Instant now) {
        var added = new LinkedHashMap<String, String>();
        added.put("X-Amz-Date", TIME.format(now));
        added.put("X-Amz-Content-Sha256", hex(sha256(body)));
        if (!key.token.isEmpty()) {
            added.put("X-Amz-Security-Token", key.token);
        }
        var signed = new TreeMap<>(Map.of("content-type", contentType, "host", uri.getRawAuthority()));
        added.forEach((name, value) -> signed.put(name.toLowerCase(Locale.ROOT), value));
        added.put("Authorization", authorization(method, uri, signed));
        return added;
    }

    private String authorization(String method, URI uri, TreeMap<String, String> signed) {
        var time = signed.get("x-amz-date");
        var scope = "%s/%s/%s/aws4_request".formatted(time.substring(0, 8), region, service);
        var names = String.join(";", signed.keySet());
        var canonical = String.join("\n", method, path(uri), "",
            signed.entrySet().stream().map(header -> header.getKey() + ":" + header.getValue().strip() + "\n")
                .collect(Collectors.joining()),
            names, signed.get("x-amz-content-sha256"));
        var toSign = String.join("\n", ALGORITHM, time, scope, hex(sha256(bytes(canonical))));
        return "%s Credential=%s/%s, SignedHeaders=%s, Signature=%s".formatted(ALGORITHM, key.id, scope, names,
            hex(hmac(signingKey(time.substring(0, 8)), toSign)));
    }

    /** Every segment is escaped once more, as all services but S3 want it. */
    private static String path(URI uri) {
        return uri.getRawPath().isEmpty() ? "/" : Arrays.stream(uri.getRawPath().split("/", -1))
            .map(segment -> URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A")
                .replace("%7E", "~"))
            .collect(Collectors.joining("/"));
    }

    private byte[] signingKey(String day) {
        var ofDay = hmac(bytes("AWS4" + key.secret), day);
        return hmac(hmac(hmac(ofDay, region), service), "aws4_request");
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(bytes(text));
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
