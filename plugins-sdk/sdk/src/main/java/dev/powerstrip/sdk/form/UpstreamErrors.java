package dev.powerstrip.sdk.form;

import static dev.powerstrip.sdk.error.ErrorType.CONTENT_POLICY_VIOLATION;
import static dev.powerstrip.sdk.error.ErrorType.CONTEXT_LENGTH_EXCEEDED;
import static dev.powerstrip.sdk.error.ErrorType.IMAGE_DOWNLOAD_FAILED;
import static dev.powerstrip.sdk.error.ErrorType.IMAGE_NOT_FOUND;
import static dev.powerstrip.sdk.error.ErrorType.IMAGE_TOO_LARGE;
import static dev.powerstrip.sdk.error.ErrorType.IMAGE_TOO_SMALL;
import static dev.powerstrip.sdk.error.ErrorType.INVALID_IMAGE;
import static dev.powerstrip.sdk.error.ErrorType.INVALID_PROMPT;
import static dev.powerstrip.sdk.error.ErrorType.INVALID_REQUEST;
import static dev.powerstrip.sdk.error.ErrorType.MAX_TOKENS_EXCEEDED;
import static dev.powerstrip.sdk.error.ErrorType.PAYLOAD_TOO_LARGE;
import static dev.powerstrip.sdk.error.ErrorType.PROVIDER_NOT_FOUND;
import static dev.powerstrip.sdk.error.ErrorType.PROVIDER_OVERLOADED;
import static dev.powerstrip.sdk.error.ErrorType.PROVIDER_RATE_LIMITED;
import static dev.powerstrip.sdk.error.ErrorType.PROVIDER_UNAVAILABLE;
import static dev.powerstrip.sdk.error.ErrorType.STRING_TOO_LONG;
import static dev.powerstrip.sdk.error.ErrorType.TIMEOUT;
import static dev.powerstrip.sdk.error.ErrorType.UNSUPPORTED_IMAGE_FORMAT;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.json.MalformedJsonException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the error shapes that providers use, before an answer and within a stream. */
public final class UpstreamErrors {

    /** Words by which providers say that the prompt is too long, whatever their status and code. */
    private static final List<String> TOO_LONG = List.of("context_length_exceeded", "maximum context length",
        "prompt is too long", "exceed_context_size", "input is too long", "exceeds the maximum number of tokens",
        "exceeds the context window", "too many tokens", "input tokens exceeded");

    /** Words by which providers say that a model cannot generate as much as is asked for. */
    private static final List<String> TOO_MUCH = List.of("maximum allowed number of output tokens",
        "max_tokens is too large", "supports at most", "max_output_tokens is too large");
    /** What the codes say that OpenAI, and whoever is like it, gives to requests it refuses. */
    private static final Map<String, ErrorType> CODES = Map.ofEntries(
        Map.entry("context_length_exceeded", CONTEXT_LENGTH_EXCEEDED),
        Map.entry("string_above_max_length", STRING_TOO_LONG), Map.entry("string_too_long", STRING_TOO_LONG),
        Map.entry("invalid_prompt", INVALID_PROMPT),
        Map.entry("content_policy_violation", CONTENT_POLICY_VIOLATION),
        Map.entry("content_filter", CONTENT_POLICY_VIOLATION),
        Map.entry("image_content_policy_violation", CONTENT_POLICY_VIOLATION),
        Map.entry("invalid_image", INVALID_IMAGE), Map.entry("invalid_image_url", INVALID_IMAGE),
        Map.entry("invalid_base64_image", INVALID_IMAGE), Map.entry("image_parse_error", INVALID_IMAGE),
        Map.entry("empty_image_file", INVALID_IMAGE), Map.entry("image_too_large", IMAGE_TOO_LARGE),
        Map.entry("image_file_too_large", IMAGE_TOO_LARGE), Map.entry("image_too_small", IMAGE_TOO_SMALL),
        Map.entry("invalid_image_format", UNSUPPORTED_IMAGE_FORMAT),
        Map.entry("unsupported_image_media_type", UNSUPPORTED_IMAGE_FORMAT),
        Map.entry("unsupported_image_format", UNSUPPORTED_IMAGE_FORMAT),
        Map.entry("image_file_not_found", IMAGE_NOT_FOUND),
        Map.entry("failed_to_download_image", IMAGE_DOWNLOAD_FAILED));

    private static final Set<Integer> CREDENTIAL_STATUSES = Set.of(401, 403);
    private static final Set<String> CREDENTIAL_WORDS = Set.of("authentication_error", "permission_error");
    /** A longer body is a page and no error of an API. */
    private static final int MAX_RAW = 8 * 1024;
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?s");

    private UpstreamErrors() {}

    /** What an answer with an error status means. */
    public static GatewayException read(int status, Headers headers, byte[] body) {
        var said = said(body).orElse("HTTP status " + status);
        int meant = codeOf(status, body);
        var type = byCode(meant, body).orElseGet(() -> typeOf(meant, said));
        var error = withRaw(new GatewayException(type, message(type, said)), status, body)
            .with("provider_code", Integer.toString(codeOf(status, body)));
        return waitHint(headers).or(() -> retryInfo(body)).map(error::retryAfter).orElse(error);
    }

    /** Only a request that was refused has a code that says more than the status. */
    private static Optional<ErrorType> byCode(int status, byte[] body) {
        return status == 400 || status == 422
            ? json(body).flatMap(json -> json.get("error").get("code").string()).map(CODES::get) : Optional.empty();
    }

    /** The provider's own words, but where they may hold a part of the gateway's credential. */
    private static GatewayException withRaw(GatewayException error, int status, byte[] body) {
        if (body.length == 0 || body.length > MAX_RAW || CREDENTIAL_STATUSES.contains(status) || refusesKey(body)) {
            return error;
        }
        return error.with("raw", new String(body, StandardCharsets.UTF_8));
    }

    /** Google refuses a key by status 400. */
    private static int codeOf(int status, byte[] body) {
        return status == 400 && refusesKey(body) ? 401 : status;
    }

    private static boolean refusesKey(byte[] body) {
        return details(body).anyMatch(detail -> detail.get("reason").string().filter("API_KEY_INVALID"::equals)
            .isPresent());
    }

    /** The wait that Google tells in the body: {@code "retryDelay": "48.9s"}. */
    private static Optional<Duration> retryInfo(byte[] body) {
        return details(body).flatMap(detail -> detail.get("retryDelay").string().stream())
            .filter(delay -> SECONDS.matcher(delay).matches()).findFirst()
            .map(delay -> Duration.ofMillis(new BigDecimal(delay.substring(0, delay.length() - 1))
                .movePointRight(3).longValue()));
    }

    private static Stream<JsonView> details(byte[] body) {
        return json(body).stream().flatMap(json -> json.get("error").get("details").items().stream());
    }

    /**
     * What an error inside a stream, or inside a body with status 200, means.
     *
     * @param error the value of the {@code error} field, or the event of the type {@code error}
     */
    public static GatewayException inBody(JsonView error) {
        var said = messageIn(error).orElse("the provider reported an error without a message");
        var word = error.get("type").string().filter(type -> !type.equals("error"))
            .or(() -> error.get("code").string()).orElse("");
        var known = error.get("code").string().map(CODES::get);
        var type = known.isPresent() ? known.get() : switch (word) {
            case "overloaded_error" -> PROVIDER_OVERLOADED;
            case "rate_limit_error", "rate_limit_exceeded" -> PROVIDER_RATE_LIMITED;
            case "invalid_request_error" -> typeOf(400, said);
            case "not_found_error" -> PROVIDER_NOT_FOUND;
            case "timeout_error" -> TIMEOUT;
            default -> error.get("code").integer().stream().mapToObj(code -> typeOf((int) code, said)).findFirst()
                .orElse(PROVIDER_UNAVAILABLE);
        };
        var failure = new GatewayException(type, message(type, said));
        return CREDENTIAL_WORDS.contains(word) || error.length() > MAX_RAW ? failure
            : failure.with("raw", new String(error.toBytes(), StandardCharsets.UTF_8));
    }

    /** The class of an error, by the status it came with and what was said of it. Too many tokens a minute are no prompt. */
    public static ErrorType typeOf(int status, String said) {
        var lower = said.toLowerCase(Locale.ROOT);
        if (status >= 400 && status < 500 && status != 429 && TOO_LONG.stream().anyMatch(lower::contains)) {
            return CONTEXT_LENGTH_EXCEEDED;
        }
        if (status == 400 && TOO_MUCH.stream().anyMatch(lower::contains)) {
            return MAX_TOKENS_EXCEEDED;
        }
        return switch (status) {
            case 400, 422 -> INVALID_REQUEST;
            case 413 -> PAYLOAD_TOO_LARGE;
            case 404 -> PROVIDER_NOT_FOUND;
            case 408, 504, 524 -> TIMEOUT;
            case 429 -> PROVIDER_RATE_LIMITED;
            case 503, 529 -> PROVIDER_OVERLOADED;
            default -> PROVIDER_UNAVAILABLE;
        };
    }

    private static String message(ErrorType type, String said) {
        return type.fault() == ErrorType.Fault.CLIENT ? said : "Provider returned error: " + said;
    }

    private static Optional<String> said(byte[] body) {
        return json(body).flatMap(json -> messageIn(json.get("error")).or(() -> messageIn(json))
            .or(() -> json.get("detail").string()));
    }

    /** The error's object; Google tells some as the only item of an array. */
    private static Optional<JsonView> json(byte[] body) {
        try {
            var json = JsonView.parse(body);
            return Optional.of(json.kind() == JsonView.Kind.ARRAY && !json.items().isEmpty() ? json.items().get(0)
                : json);
        } catch (MalformedJsonException notJson) {
            return Optional.empty();
        }
    }

    private static Optional<String> messageIn(JsonView value) {
        return value.string().or(() -> value.get("message").string());
    }

    private static Optional<Duration> waitHint(Headers headers) {
        return headers.first("retry-after").flatMap(UpstreamErrors::retryAfter);
    }

    /** Seconds, or an HTTP date. */
    private static Optional<Duration> retryAfter(String value) {
        try {
            return Optional.of(Duration.ofSeconds(Math.max(0, Long.parseLong(value.trim()))));
        } catch (NumberFormatException date) {
            return waitUntil(value.trim());
        }
    }

    private static Optional<Duration> waitUntil(String date) {
        try {
            var until = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            var wait = Duration.between(Instant.now(), until);
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeParseException neither) {
            return Optional.empty();
        }
    }
}
