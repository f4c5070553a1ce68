package dev.powerstrip.provider.replicate;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.UpstreamErrors;
import dev.powerstrip.sdk.form.Usage;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.json.MalformedJsonException;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** A prediction as the API tells of it at some time. Immutable. */
final class Prediction {

    private final JsonView json;

    private Prediction(JsonView json) {
        this.json = json;
    }

    /** @throws GatewayException if it is none */
    static Prediction of(byte[] body) {
        try {
            var json = JsonView.parse(body);
            if (json.get("id").isText() && json.get("status").isText()) {
                return new Prediction(json);
            }
            json.get("detail").string().ifPresent(said -> {
                throw failed(said);
            });
        } catch (MalformedJsonException page) {
            throw nonsense(page.getMessage(), page);
        }
        throw nonsense("it has no \"id\" and \"status\"", null);
    }

    static GatewayException nonsense(String problem, Throwable cause) {
        return new GatewayException(ErrorType.PROVIDER_UNAVAILABLE,
            "the provider's answer is none of Replicate's: " + problem, cause);
    }

    String id() {
        return json.get("id").string().orElseThrow();
    }

    String status() {
        return json.get("status").string().orElseThrow();
    }

    /** True while it may still say something. */
    boolean runs() {
        return switch (status()) {
            case "starting", "processing", "queued" -> true;
            default -> false;
        };
    }

    /** Where its output can be listened to; empty if its model does not stream. */
    Optional<URI> stream() {
        return json.get("urls").get("stream").string().map(Prediction::address);
    }

    private static URI address(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException malformed) {
            throw nonsense("its stream has no address", malformed);
        }
    }

    /**
     * What the model said.
     *
     * @throws GatewayException if it failed, or said something that is no text
     */
    String output() {
        requireSuccess();
        var output = json.get("output");
        if (output.isText() || !output.hasValue()) {
            return output.string().orElse("");
        }
        if (output.kind() == JsonView.Kind.ARRAY
            && output.items().stream().allMatch(item -> item.kind() == JsonView.Kind.STRING)) {
            return output.items().stream().map(item -> item.string().orElse("")).collect(Collectors.joining());
        }
        throw new GatewayException(ErrorType.PROVIDER_UNAVAILABLE,
            "the provider's model does not answer with a text: it is none for chat");
    }

    /** @throws GatewayException if it failed, or was cancelled */
    void requireSuccess() {
        if (!status().equals("succeeded")) {
            throw failed(json.get("error").string().orElse("the prediction ended as " + status()));
        }
    }

    /** What a model said when it failed. */
    static GatewayException failed(String said) {
        var type = UpstreamErrors.typeOf(400, said);
        return new GatewayException(
            type == ErrorType.CONTEXT_LENGTH_EXCEEDED ? type : ErrorType.PROVIDER_UNAVAILABLE,
            "Provider returned error: " + said);
    }

    /** Empty if its metrics do not count tokens. */
    Optional<Usage> usage() {
        var metrics = json.get("metrics");
        var read = count(metrics, "input_token_count", "token_input_count");
        var written = count(metrics, "output_token_count", "token_output_count");
        return read.isEmpty() && written.isEmpty() ? Optional.empty()
            : Optional.of(Usage.of(read.orElse(0), written.orElse(0)));
    }

    private static OptionalLong count(JsonView metrics, String name, String otherName) {
        return metrics.get(name).isPresent() ? metrics.get(name).integer() : metrics.get(otherName).integer();
    }
}
