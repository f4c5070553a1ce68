package dev.powerstrip.provider.cloudflare;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Frame;
import dev.powerstrip.sdk.form.UpstreamErrors;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What Cloudflare's errors mean: {@code {"success": false, "errors": [{"code": 5007, "message": ".."}]}}. */
final class CloudflareErrors {

    /** Stands before the words of a model's own errors. */
    private static final String OF_AI = "AiError: ";

    private CloudflareErrors() {}

    /** A look at the bytes, which is cheaper than reading them; a false alarm costs time only. */
    static boolean mayBeIn(Frame frame) {
        return new String(frame.data(), StandardCharsets.ISO_8859_1).contains("\"errors\"");
    }

    /** Empty where it is no JSON object, of which the usual reader judges. */
    static Optional<JsonView> parsed(Frame frame) {
        return object(frame.data());
    }

    private static Optional<JsonView> object(byte[] data) {
        try {
            return Optional.of(JsonView.parse(data)).filter(json -> json.kind() == JsonView.Kind.OBJECT);
        } catch (MalformedJsonException noJson) {
            return Optional.empty();
        }
    }

    /** @throws GatewayException if what looks like an answer tells of an error */
    static void check(JsonView answer) {
        var first = answer.get("errors").items().stream().findFirst();
        if (first.isPresent()) {
            throw error(first.get(), 0);
        }
    }

    /** What an answer with an error status means. */
    static GatewayException refused(int status, Headers headers, byte[] body) {
        var usual = UpstreamErrors.read(status, headers, body);
        var first = object(body).flatMap(json -> json.get("errors").items().stream().findFirst());
        if (first.isEmpty()) {
            return usual;
        }
        var error = error(first.get(), status);
        if (usual.metadata().has("raw") && statusOf(first.get(), status) != 401) {
            error = error.with("raw", usual.metadata().get("raw").getAsString());
        }
        return usual.retryAfter().map(error::retryAfter).orElse(error);
    }

    /** @param status 0 where the error came as an answer */
    private static GatewayException error(JsonView told, int status) {
        var said = told.get("message").string().orElse("an error without a message").replaceFirst("^(" + OF_AI + ")+",
            "");
        int code = (int) told.get("code").integer().orElse(0);
        var type = type(code, statusOf(told, status), said);
        var error = new GatewayException(type,
            type.fault() == ErrorType.Fault.CLIENT ? said : "Provider returned error: " + said);
        return error.with("provider_code", Integer.toString(statusOf(told, status)));
    }

    private static ErrorType type(int code, int status, String said) {
        return switch (code) {
            case 3036, 3040 -> ErrorType.PROVIDER_RATE_LIMITED;
            case 5007, 5018 -> ErrorType.PROVIDER_NOT_FOUND;
            case 5021 -> ErrorType.CONTEXT_LENGTH_EXCEEDED;
            default -> UpstreamErrors.typeOf(status, said);
        };
    }

    /** Some refusals of the token come with status 400. */
    private static int statusOf(JsonView told, int status) {
        long code = told.get("code").integer().orElse(0);
        return code == 10000 || code == 9109 ? 401 : status == 0 ? 502 : status;
    }
}
