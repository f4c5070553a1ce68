package dev.powerstrip.sdk.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import dev.powerstrip.sdk.error.GatewayException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShapeTest {

    private static final Shape SHAPE = Shape.object()
        .needs("query", Shape.text(), "What is asked.")
        .with("top", Shape.whole(1, 9), "How many.")
        .with("kind", Shape.oneOf("a", "b"), "Which.")
        .with("stop", Shape.either("a string or an array", Shape.string(), Shape.list(Shape.text(), "text")), "Where.")
        .with("bias", Shape.objectOf(Shape.number(-1, 1)), "How much.")
        .and(body -> {
            if (body.get("top").value().integer().orElse(0) == 7) {
                throw body.get("top").wrong("must not be 7");
            }
        });

    @ParameterizedTest
    @ValueSource(strings = {"{\"query\":\"q\"}", "{\"query\":\"q\",\"top\":null,\"kind\":null,\"other\":[null]}",
        "{\"query\":\"q\",\"top\":9,\"kind\":\"b\",\"stop\":\"s\",\"bias\":{\"x\":0.5}}",
        "{\"query\":\"q\",\"stop\":[\"s\",\"t\"]}"})
    void letsPassWhatLooksLikeIt(String json) {
        assertThatCode(() -> SHAPE.check(body(json))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{} | query is required", "{\"query\":null} | query is required",
        "{\"query\":\"\"} | query must not be empty",
        "{\"query\":\"q\",\"top\":10} | top must be a whole number from 1 to 9; it is 10",
        "{\"query\":\"q\",\"kind\":\"c\"} | kind must be \"a\" or \"b\"; it is \"c\"",
        "{\"query\":\"q\",\"stop\":5} | stop must be a string or an array; it is 5",
        "{\"query\":\"q\",\"stop\":[]} | stop must hold at least one text",
        "{\"query\":\"q\",\"stop\":[null]} | stop[0] is required",
        "{\"query\":\"q\",\"bias\":{\"x\":2}} | bias.x must be a number from -1 to 1; it is 2",
        "{\"query\":\"q\",\"top\":7} | top must not be 7"})
    void refusesAnythingElseByName(String json, String message) {
        assertThatThrownBy(() -> SHAPE.check(body(json))).isInstanceOf(GatewayException.class).hasMessage(message);
    }

    @Test
    void isPublishedAsJsonSchema() {
        assertThat(SHAPE.schema()).isEqualTo(JsonParser.parseString("""
            {"type": "object",
             "properties": {
               "query": {"type": "string", "minLength": 1, "description": "What is asked."},
               "top": {"type": ["integer", "null"], "minimum": 1, "maximum": 9, "description": "How many."},
               "kind": {"type": ["string", "null"], "enum": ["a", "b", null], "description": "Which."},
               "stop": {"anyOf": [{"type": "string"},
                 {"type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1},
                 {"type": "null"}], "description": "Where."},
               "bias": {"type": ["object", "null"],
                 "additionalProperties": {"type": ["number", "null"], "minimum": -1.0, "maximum": 1.0},
                 "description": "How much."}},
             "required": ["query"], "additionalProperties": true}"""));
    }

    @Test
    void takesAnotherSpellingOfItsMembersAndPublishesTheFirst() {
        var spelt = Shape.object().needs("MIME", Shape.text(), "The type.")
            .alsoSpelt(name -> name.toLowerCase(Locale.ROOT));

        assertThatCode(() -> spelt.check(body("{\"mime\":\"a/b\"}"))).doesNotThrowAnyException();
        assertThatThrownBy(() -> spelt.check(body("{\"mime\":5}"))).hasMessage("mime must be a string; it is 5");
        assertThatThrownBy(() -> spelt.check(body("{}"))).hasMessage("MIME is required");
        assertThat(spelt.schema().getAsJsonObject("properties").keySet()).containsExactly("MIME");
        assertThat(spelt.schema().has("required")).isFalse();
    }

    private static RequestField body(String json) {
        return RequestField.body(json.getBytes(StandardCharsets.UTF_8));
    }
}
