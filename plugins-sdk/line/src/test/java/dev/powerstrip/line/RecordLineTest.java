package dev.powerstrip.line;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RecordLineTest {

    @Test
    void writesWhatAnyParserReads() {
        var odd = "a \"quoted\\ line\"\n\u0000 grün \uD83D\uDD0C {[,";
        var line = new RecordLine(1).begin().member("text", odd).member("empty", "").member("number", Long.MIN_VALUE)
            .member("flag", true).beginArray("items").begin().member("a", "1").end().begin().end().endArray()
            .beginArray("none").endArray().json("price", "{\"prompt\":\"0.1\"}").member("last", "{").member("z", 0)
            .end();

        var read = JsonParser.parseString(new String(line.toBytes(), StandardCharsets.UTF_8));

        var expected = new JsonObject();
        expected.addProperty("text", odd);
        expected.addProperty("empty", "");
        expected.addProperty("number", Long.MIN_VALUE);
        expected.addProperty("flag", true);
        expected.add("items", JsonParser.parseString("[{\"a\":\"1\"},{}]"));
        expected.add("none", JsonParser.parseString("[]"));
        expected.add("price", JsonParser.parseString("{\"prompt\":\"0.1\"}"));
        expected.addProperty("last", "{");
        expected.addProperty("z", 0);
        assertThat(read).isEqualTo(expected);
        assertThat(line.toBytes()).doesNotContain('\n');
    }
}
