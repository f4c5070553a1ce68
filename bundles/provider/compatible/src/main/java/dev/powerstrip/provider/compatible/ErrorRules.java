package dev.powerstrip.provider.compatible;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.UpstreamErrors;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.json.MalformedJsonException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a vendor's errors look like and what they mean. Immutable. */
final class ErrorRules {

    private final List<String> messages;
    private final List<String> codes;
    private final Map<String, ErrorMeaning> types;
    private final Map<String, ErrorMeaning> words;
    private final String codeInAnswer;
    private final List<String> harmless;
    private final String messageInAnswer;
    private final Signs signs;

    ErrorRules(Fields fields) {
        messages = fields.list("message", "error.message", "error", "message", "detail");
        codes = fields.list("code", "error.code", "error.type", "code", "type");
        types = meanings(fields, "types");
        words = meanings(fields, "words");
        var inAnswer = fields.object("inAnswer");
        codeInAnswer = inAnswer.text("code", "");
        harmless = inAnswer.list("harmless");
        messageInAnswer = inAnswer.text("message", "");
        inAnswer.done();
        fields.done();
        signs = new Signs().of("error");
        messages.forEach(path -> Path.of(path).steps().forEach(signs::of));
        if (!codeInAnswer.isEmpty()) {
            signs.of(Path.of(codeInAnswer).steps().get(0));
        }
    }

    private static Map<String, ErrorMeaning> meanings(Fields fields, String name) {
        var meanings = new LinkedHashMap<String, ErrorMeaning>();
        fields.texts(name).forEach((key, word) -> {
            try {
                meanings.put(key, ErrorMeaning.of(word));
            } catch (IllegalArgumentException unknown) {
                throw fields.wrong(name + "." + key, ("has to be credential_refused, out_of_credit or the name of an "
                    + "error type such as provider_rate_limited; it is \"%s\"").formatted(word));
            }
        });
        return meanings;
    }

    /** What an answer with an error status means. */
    GatewayException refused(int status, Headers headers, byte[] body) {
        var usual = UpstreamErrors.read(status, headers, body);
        var json = parsed(body);
        var said = json.flatMap(this::message);
        var known = json.flatMap(this::known).or(() -> Optional.ofNullable(types.get(Integer.toString(status))));
        if (said.isEmpty() && known.isEmpty()) {
            return usual;
        }
        var type = usual.type() == ErrorType.INVALID_REQUEST && said.isPresent()
            ? UpstreamErrors.typeOf(status, said.get()) : usual.type();
        var error = known.orElse(ErrorMeaning.of(type)).error(said.orElse(usual.getMessage()));
        var told = error.metadata().has("provider_code") ? error
            : error.with("provider_code", Integer.toString(status));
        return usual.retryAfter().map(told::retryAfter).orElse(told);
    }

    /** Most frames tell of none, which a look at their bytes tells. */
    boolean mayBeToldIn(byte[] frame) {
        return signs.in(frame);
    }

    /** @throws GatewayException if what looks like an answer tells of an error */
    void check(JsonView answer) {
        boolean saysNothingElse = !answer.get("choices").isPresent() && message(answer).isPresent();
        if (saysNothingElse || answer.get("error").hasValue() || isError(answer)) {
            var usual = UpstreamErrors.inBody(answer.get("error").hasValue() ? answer.get("error") : answer);
            throw known(answer).orElse(ErrorMeaning.of(usual.type()))
                .error(message(answer).orElse(usual.getMessage()));
        }
        var code = codeInAnswer.isEmpty() ? Optional.<String>empty() : text(Path.of(codeInAnswer).in(answer));
        if (code.filter(word -> !harmless.contains(word)).isPresent()) {
            throw types.getOrDefault(code.get(), ErrorMeaning.of("provider_unavailable"))
                .error(text(Path.of(messageInAnswer).in(answer)).orElse("error " + code.get()));
        }
    }

    private static boolean isError(JsonView answer) {
        return answer.get("object").string().filter("error"::equals).isPresent();
    }

    private Optional<ErrorMeaning> known(JsonView json) {
        var byCode = codes.stream().flatMap(path -> text(Path.of(path).in(json)).stream()).filter(types::containsKey)
            .findFirst().map(types::get);
        return byCode.or(() -> message(json).flatMap(said -> words.keySet().stream().filter(said::contains).findFirst()
            .map(words::get)));
    }

    private Optional<String> message(JsonView json) {
        return messages.stream().flatMap(path -> text(Path.of(path).in(json)).stream()).findFirst();
    }

    /** A text, or a number as one. */
    private static Optional<String> text(JsonView value) {
        return value.string().or(() -> value.integer().stream().mapToObj(Long::toString).findFirst());
    }

    private static Optional<JsonView> parsed(byte[] body) {
        try {
            return Optional.of(JsonView.parse(body));
        } catch (MalformedJsonException noJson) {
            return Optional.empty();
        }
    }
}
