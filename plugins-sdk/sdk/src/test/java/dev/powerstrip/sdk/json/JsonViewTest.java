package dev.powerstrip.sdk.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import dev.powerstrip.sdk.json.JsonView.Kind;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonViewTest {

    @Test
    void showsFieldsInTheirOrderWithTheirKinds() {
        var view = parse(" {\"a\":null, \"b\" : true,\"c\":-1.5e3,\"d\":\"x\",\"e\":[],\"f\":{}}\n");

        assertThat(view.kind()).isEqualTo(Kind.OBJECT);
        assertThat(view.fields().keySet()).containsExactly("a", "b", "c", "d", "e", "f");
        assertThat(view.fields().values()).extracting(JsonView::kind).containsExactly(Kind.NULL, Kind.BOOLEAN,
            Kind.NUMBER,
            Kind.STRING, Kind.ARRAY, Kind.OBJECT);
    }

    @Test
    void findsNothingWhereThereIsNothing() {
        var view = parse("{\"a\":[1]}");

        assertThat(view.get("b").kind()).isEqualTo(Kind.ABSENT);
        assertThat(view.get("b").get("c").isPresent()).isFalse();
        assertThat(view.get("a").get("b").isPresent()).isFalse();
        assertThat(view.get("a").string()).isEmpty();
        assertThat(view.items()).isEmpty();
    }

    @Test
    void tellsAbsentFromNull() {
        var view = parse("{\"a\":null}");

        assertThat(view.get("a").isPresent()).isTrue();
        assertThat(view.get("a").hasValue()).isFalse();
        assertThat(view.get("b").isPresent()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"7,7", "-3,-3", "1.0,1", "1e2,100", "12.50e1,125", "9223372036854775807,9223372036854775807"})
    void readsWholeNumbersHoweverTheyAreWritten(String json, long expected) {
        assertThat(parse(json).integer()).hasValue(expected);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"1.5", "9223372036854775808", "1e400", "1e2147483647", "1e99999999999", "\"7\"", "true", "null"})
    void readsNothingElseAsAWholeNumber(String json) {
        assertThat(parse(json).integer()).isEmpty();
    }

    @Test
    void isNotSlowedDownByAnAbsurdNumber() {
        assertThat(parse("9".repeat(1_000_000)).integer()).isEmpty();
    }

    @Test
    void decodesEscapesAndEveryPlaneOfUnicode() {
        assertThat(parse("\"a\\n\\u00e9\\ud83d\\ude00\\\"\\\\/\"").string()).hasValue("a\né😀\"\\/");
        assertThat(parse("\"grüße 世界 😀\"").string()).hasValue("grüße 世界 😀");
        assertThat(parse("{\"\\u0061b\":1}").get("ab").integer()).hasValue(1);
    }

    @Test
    void refusesAFieldThatStandsTwiceAtTheTop() {
        assertThatThrownBy(() -> parse("{\"model\":\"a\",\"model\":\"b\"}"))
            .isInstanceOf(MalformedJsonException.class).hasMessage("the field \"model\" stands twice at byte 13");
        assertThatThrownBy(() -> parse("{\"model\":\"a\",\"mod\\u0065l\":\"b\"}"))
            .isInstanceOf(MalformedJsonException.class);
    }

    @Test
    void readsTheLastOfTwinsBelowTheTopAsGsonDoes() {
        var view = parse("{\"a\":{\"b\":1,\"b\":2}}");

        assertThat(view.get("a").get("b").integer()).hasValue(2);
        assertThat(view.tree().getAsJsonObject().getAsJsonObject("a").get("b").getAsInt()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"", " ", "{", "[", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "[1,]", "[1 2]", "{a:1}", "{'a':1}", "\"a",
            "\"\\x\"", "\"\\u12g4\"", "01", "-", "1.", ".5", "1e", "+1", "tru", "nulL", "NaN", "{}{}", "// no\n1",
            "\"a\nb\"",
            "\"\t\"", "\uFEFF{}", "[\"a\":1]", "{\"a\" 1}", "{,}"})
    void refusesWhatIsNoJson(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(MalformedJsonException.class)
            .hasMessageMatching(".+ at byte \\d+");
    }

    @Test
    void saysWhereItWentWrongWithoutQuotingContent() {
        assertThatThrownBy(() -> parse("{\"secret\":\"hidden\" 1}"))
            .hasMessage("',' or '}' is expected at byte 19").hasMessageNotContaining("hidden");
    }

    @Test
    void acceptsTheDeepestNestingThatAnythingFromElsewhereMayHaveAndNoDeeper() {
        assertTakesNoDeeperThan(200, JsonView::parse);
        assertThatThrownBy(() -> parse("{\"a\":".repeat(100_000))).isInstanceOf(MalformedJsonException.class);
    }

    @Test
    void composesUpToTheDeepestNestingOfWhichATreeCanBeBuilt() {
        assertTakesNoDeeperThan(255, JsonView::composed);
    }

    private static void assertTakesNoDeeperThan(int deepest, Function<byte[], JsonView> read) {
        var arrays = "[".repeat(deepest) + "]".repeat(deepest);
        var objects = "{\"a\":".repeat(deepest) + "1" + "}".repeat(deepest);

        assertThat(read.apply(arrays.getBytes(UTF_8)).tree().isJsonArray()).isTrue();
        assertThat(read.apply(objects.getBytes(UTF_8)).tree().isJsonObject()).isTrue();
        assertThatThrownBy(() -> read.apply(("[" + arrays + "]").getBytes(UTF_8)))
            .isInstanceOf(MalformedJsonException.class)
            .hasMessageContaining("nested deeper than " + deepest + " levels");
    }

    @Test
    void looksIntoLongValuesAsIntoShortOnes() {
        var text = "x\\\"}],".repeat(200);
        var json = "{\"a\":[{\"b\":\"%s\",\"c\":1},\"%s\",{\"d\":[\"%s\",2]}],\"e\":3}".formatted(text, text, text);

        var view = parse(json);

        assertThat(view.get("a").items()).hasSize(3);
        assertThat(view.get("a").items().get(0).get("c").integer()).hasValue(1);
        assertThat(view.get("a").items().get(2).get("d").items().get(1).integer()).hasValue(2);
        assertThat(view.get("e").integer()).hasValue(3);
        assertThat(view.get("a").items().get(1).string()).hasValue("x\"}],".repeat(200));
        assertThat(view.tree()).isEqualTo(JsonParser.parseString(json));
    }

    @Test
    void handsOutTheBytesOfAValueAsTheyCame() {
        var view = parse("{\"a\": [1.0, 1e2 ,\"\\u0041\"] }");

        assertThat(new String(view.get("a").toBytes(), UTF_8)).isEqualTo("[1.0, 1e2 ,\"\\u0041\"]");
        assertThat(view.get("a").length()).isEqualTo(20);
    }

    @Test
    void neverPrintsContent() {
        assertThat(parse("{\"a\":\"prompt\"}").get("a")).hasToString("STRING(8 bytes)");
    }

    private static JsonView parse(String json) {
        return JsonView.parse(json.getBytes(UTF_8));
    }
}
