package dev.powerstrip.sdk.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallRecordTest {

    @ParameterizedTest
    @ValueSource(strings = {"{\"id\":\"gen-1-a\",\"end\":\"COMPLETE\"}", "{\"end\":\"COMPLETE\",\"id\":\"gen-1-a\"}",
        "{ \"id\" : \"gen-1-a\" }", "{\"id\":\"gen\\u002d1-a\"}"})
    void tellsItsIdWhereverAndHoweverItStands(String line) {
        assertThat(CallRecord.of(line.getBytes(UTF_8)).id()).isEqualTo("gen-1-a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"grün", "with \\\"quotes\\\""})
    void tellsAnIdOfAnyCharacters(String id) {
        var line = "{\"id\":\"" + id + "\"}";

        assertThat(CallRecord.of(line.getBytes(UTF_8)).id())
            .isEqualTo(JsonParser.parseString(line).getAsJsonObject().get("id").getAsString());
    }

    @Test
    void cannotBeWithoutAnId() {
        var json = JsonParser.parseString("{\"started\":\"2026-01-01T00:00:00.000Z\",\"end\":\"COMPLETE\"}");

        assertThatThrownBy(() -> CallRecord.of(json.getAsJsonObject())).isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("\"id\"");
    }
}
