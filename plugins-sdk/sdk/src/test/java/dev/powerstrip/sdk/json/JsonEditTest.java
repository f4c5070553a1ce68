package dev.powerstrip.sdk.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonEditTest {

    @Test
    void givesBackTheOriginalBytesWhereNothingChanges() {
        var bytes = bytes("{\"a\":1}");

        assertThat(new JsonEdit(JsonView.parse(bytes)).remove("b").toBytes()).isSameAs(bytes);
    }

    @Test
    void leavesEveryOtherByteAsItCame() {
        var json = "{ \"model\" : \"x\",\"t\":1.0, \"u\":1e2 ,\"nested\":{\"z\":0,\"a\":\"\\u00e9\"} }";

        assertThat(edited(json, edit -> edit.set("model", "y\"z")))
            .isEqualTo("{ \"model\" : \"y\\\"z\",\"t\":1.0, \"u\":1e2 ,\"nested\":{\"z\":0,\"a\":\"\\u00e9\"} }");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"a\":1,\"b\":2,\"c\":3} | a | {\"b\":2,\"c\":3}",
        "{\"a\":1,\"b\":2,\"c\":3} | b | {\"a\":1,\"c\":3}",
        "{\"a\":1,\"b\":2,\"c\":3} | c | {\"a\":1,\"b\":2}",
        "{\"a\":1,\"b\":2,\"c\":3} | a b | {\"c\":3}",
        "{\"a\":1,\"b\":2,\"c\":3} | b c | {\"a\":1}",
        "{\"a\":1,\"b\":2,\"c\":3} | a c | {\"b\":2}",
        "{\"a\":1,\"b\":2,\"c\":3} | c b a | {}",
        "{ \"a\" : 1 , \"b\" : 2 } | a | { \"b\" : 2 }",
        "{ \"a\" : 1 , \"b\" : 2 } | b | { \"a\" : 1 }",
        "{} | a | {}"})
    void removesFieldsWithTheirCommas(String json, String names, String expected) {
        assertThat(edited(json, edit -> {
            for (var name : names.split(" ")) {
                edit.remove(name);
            }
        })).isEqualTo(expected);
    }

    @Test
    void removesReplacesAndAddsInOneEdit() {
        assertThat(
            edited("{\"a\":1,\"b\":2,\"c\":3}", edit -> edit.remove("a").set("b", "x").set("d", "y").remove("c")))
            .isEqualTo("{\"b\":\"x\",\"d\":\"y\"}");
        assertThat(edited("{\"a\":1}", edit -> edit.remove("a").set("d", "y"))).isEqualTo("{\"d\":\"y\"}");
        assertThat(edited("{}", edit -> edit.set("d", "y").set("e", "z"))).isEqualTo("{\"d\":\"y\",\"e\":\"z\"}");
    }

    @Test
    void theLastWordOnAFieldCounts() {
        assertThat(edited("{\"a\":1}", edit -> edit.set("a", "x").remove("a"))).isEqualTo("{}");
        assertThat(edited("{\"a\":1}", edit -> edit.remove("a").set("a", "x"))).isEqualTo("{\"a\":\"x\"}");
        assertThat(edited("{\"a\":1}", edit -> edit.set("b", "x").remove("b"))).isEqualTo("{\"a\":1}");
        assertThat(edited("{\"a\":1}", edit -> edit.set("b", "x").set("b", "y"))).isEqualTo("{\"a\":1,\"b\":\"y\"}");
    }

    @Test
    void changesObjectsAtEveryDepthAtOnce() {
        var root = JsonView.parse(bytes("{\"choices\":[{\"i\":0},{}],\"usage\":{\"n\":1}}"));
        var edit = new JsonEdit(root);

        edit.set("id", "x");
        root.get("choices").items().forEach(choice -> edit.set(choice, "r", new JsonPrimitive("stop")));
        edit.setRaw(root.get("usage"), "cost", bytes("0.10"));

        assertThat(text(edit.toBytes())).isEqualTo(
            "{\"choices\":[{\"i\":0,\"r\":\"stop\"},{\"r\":\"stop\"}],\"usage\":{\"n\":1,\"cost\":0.10},\"id\":\"x\"}");
    }

    @Test
    void knowsAnObjectAgainHoweverItWasFound() {
        var root = JsonView.parse(bytes("{\"list\":[{}]}"));
        var edit = new JsonEdit(root);

        edit.setRaw(root.get("list").items().get(0), "a", bytes("1"));
        edit.setRaw(root.get("list").items().get(0), "b", bytes("2"));

        assertThat(text(edit.toBytes())).isEqualTo("{\"list\":[{\"a\":1,\"b\":2}]}");
    }

    @Test
    void editsTheDocumentWithinWhiteSpace() {
        assertThat(edited(" \n{\"a\":1}\n ", edit -> edit.set("a", "é"))).isEqualTo("{\"a\":\"é\"}");
    }

    @Test
    void takesFieldsOfInnerObjectsAway() {
        var root = JsonView.parse(bytes("{\"a\":[{\"x\":1, \"y\":2},{\"y\":3}],\"b\":4}"));
        var edit = new JsonEdit(root);

        root.get("a").items().forEach(item -> edit.remove(item, "y"));
        edit.remove(root.get("nothing"), "b");

        assertThat(text(edit.toBytes())).isEqualTo("{\"a\":[{\"x\":1},{}],\"b\":4}");
    }

    @Test
    void whatIsChangedInsideAValueGoesWithTheValue() {
        var root = JsonView.parse(bytes("{\"a\":{\"x\":1},\"b\":{\"y\":[{\"z\":2}]},\"c\":3}"));
        var edit = new JsonEdit(root);

        edit.set(root.get("a"), "x", new JsonPrimitive(7)).set(root.get("a"), "new", new JsonPrimitive(8)).remove("a");
        edit.set(root.get("b").get("y").items().get(0), "z", new JsonPrimitive(9)).set("b", "other");

        assertThat(text(edit.toBytes())).isEqualTo("{\"b\":\"other\",\"c\":3}");
    }

    @Test
    void changesOnlyObjectsOfItsDocument() {
        var root = JsonView.parse(bytes("{\"a\":[1]}"));
        var other = JsonView.parse(bytes("{\"a\":{}}"));

        assertThatThrownBy(() -> new JsonEdit(root).setRaw(root.get("a"), "b", bytes("1")))
            .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new JsonEdit(root).setRaw(other.get("a"), "b", bytes("1")))
            .isInstanceOf(IllegalArgumentException.class);
    }

    private static String edited(String json, java.util.function.Consumer<JsonEdit> changes) {
        var edit = new JsonEdit(JsonView.parse(bytes(json)));
        changes.accept(edit);
        return text(edit.toBytes());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
