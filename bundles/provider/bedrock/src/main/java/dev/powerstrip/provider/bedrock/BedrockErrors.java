package dev.powerstrip.provider.bedrock;

import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.UpstreamErrors;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.json.JsonTree;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;

/** Reads Bedrock's errors: their kind says more than their status, and in a stream there is no status. */
final class BedrockErrors {

    private static final String UNKNOWN_MODEL = "model identifier is invalid";

    private BedrockErrors() {}

    /** What an answer with an error status means. */
    static GatewayException refusal(int status, Headers headers, byte[] body) {
        var json = parsed(body);
        var kind = headers.first("x-amzn-errortype").or(() -> json.get("__type").string()).orElse("");
        var message = message(json);
        return UpstreamErrors.read(status(kind, status, message), headers,
            message.isEmpty() ? body : bytes(message));
    }

    /** What an exception within a stream means. */
    static GatewayException inStream(String kind, JsonView json) {
        var message = message(json);
        return UpstreamErrors.read(status(kind, 502, message), Headers.none(),
            bytes(message.isEmpty() ? kind : message));
    }

    /** The kind stands before an address, or behind a namespace. */
    private static int status(String kind, int status, String message) {
        int end = kind.indexOf(':');
        var name = kind.substring(kind.indexOf('#') + 1, end < 0 ? kind.length() : end);
        return switch (name.isEmpty() ? name : Character.toUpperCase(name.charAt(0)) + name.substring(1)) {
            case "ThrottlingException", "ServiceQuotaExceededException", "ModelNotReadyException" -> 429;
            case "ServiceUnavailableException" -> 503;
            case "ModelTimeoutException" -> 408;
            case "ResourceNotFoundException" -> 404;
            case "AccessDeniedException", "UnrecognizedClientException", "ExpiredTokenException",
                "InvalidSignatureException" -> 403;
            case "ValidationException" -> message.contains(UNKNOWN_MODEL) ? 404 : 400;
            default -> status;
        };
    }

    private static JsonView parsed(byte[] body) {
        try {
            return JsonView.parse(body);
        } catch (MalformedJsonException page) {
            return JsonView.parse("{}".getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String message(JsonView json) {
        return json.get("message").string().or(() -> json.get("Message").string()).orElse("");
    }

    private static byte[] bytes(String message) {
        return JsonTree.of("message", message).toString().getBytes(StandardCharsets.UTF_8);
    }
}
