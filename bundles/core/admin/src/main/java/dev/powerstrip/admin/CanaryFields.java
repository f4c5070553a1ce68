package dev.powerstrip.admin;

import dev.powerstrip.line.PluginAdmin.Steps;
import dev.powerstrip.sdk.dialect.Shape;
import dev.powerstrip.sdk.json.JsonView;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a client says of a trial or of going back; what is wrong with it is said by its name. */
final class CanaryFields {

    private static final Duration STEP = Duration.ofSeconds(60);
    private static final int LONGEST = 500;

    static final Shape OF_A_TRIAL = Shape.object()
        .needs("revision", Shape.either("a text or a number", Shape.text(), Shape.whole()),
            "A number, a version or the beginning of a digest.")
        .with("percent", Shape.whole(0, 100), "On how many of a hundred requests to try it out.")
        .with("steps", Shape.list(Shape.whole(0, 100)), "The same, one after the other.")
        .with("step", Shape.string(), "How long each lasts: 60s, 5m or PT1H.")
        .named("PluginTrial");
    static final Shape OF_A_RETURN = Shape.object()
        .with("why", Shape.string(), "What the log is to say.").named("PluginReturn");

    private final JsonView body;

    private CanaryFields(JsonView body) {
        this.body = body;
    }

    /** Nothing at all is an empty object. */
    static CanaryFields read(byte[] json) {
        return new CanaryFields(KeyFields.parse(json.length == 0 ? new byte[] {'{', '}'} : json));
    }

    String revision() {
        var revision = body.get("revision");
        return revision.string().or(() -> revision.integer().stream().mapToObj(String::valueOf).findFirst())
            .filter(text -> !text.isBlank())
            .orElseThrow(() -> KeyFields.wrong("\"revision\" is a number, a version or the beginning of a digest, "
                + "as GET /api/v1/admin/plugins lists them"));
    }

    /** One {@code percent}, or several {@code steps} one after the other. */
    Steps steps() {
        var steps = body.get("steps").isPresent() ? body.get("steps").items() : List.of(body.get("percent"));
        var percents = steps.stream().map(one -> one.integer().orElseThrow(CanaryFields::noShare))
            .map(percent -> (int) Math.max(-1, Math.min(101, percent))).toList();
        return new Steps(percents, step(body.get("step").string()));
    }

    /** As they stand in a query: {@code canary=5,25,100&step=60s}. */
    static Steps steps(String percents, Optional<String> step) {
        if (!percents.matches("\\d{1,3}(,\\d{1,3})*")) {
            throw noShare();
        }
        return new Steps(Arrays.stream(percents.split(",")).map(Integer::valueOf).toList(), step(step));
    }

    private static RuntimeException noShare() {
        return KeyFields
            .wrong("the share of a canary is \"percent\": 5, or \"steps\": [5, 25, 100], in whole percent");
    }

    /** {@code 60s}, {@code 5m} or ISO 8601. */
    private static Duration step(Optional<String> text) {
        try {
            var given = text.map(word -> word.toUpperCase(Locale.ROOT));
            return given.map(word -> Duration.parse(word.startsWith("P") ? word : "PT" + word)).orElse(STEP);
        } catch (DateTimeParseException malformed) {
            throw KeyFields.wrong("\"step\" is a time such as 60s, 5m or PT1H");
        }
    }

    String why() {
        return body.get("why").string().filter(text -> !text.isBlank() && text.length() <= LONGEST)
            .orElse("an operator asked for it");
    }
}
