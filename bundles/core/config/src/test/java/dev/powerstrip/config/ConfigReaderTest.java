package dev.powerstrip.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.powerstrip.line.ConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigReaderTest {

    @TempDir
    private Path folder;

    @Test
    void readsSettingsWithTheirLines() throws IOException {
        var file = read("""
            // what it is for
            {
              "port": 8080, /* and */ "host": "127.0.0.1",

              "tags": ["a",
                       "b"],
              "last": true
            }
            """);

        assertThat(file.problem()).isEmpty();
        assertThat(file.settings()).containsOnlyKeys("port", "host", "tags", "last");
        assertThat(file.settings().get("port").line()).isEqualTo(3);
        assertThat(file.settings().get("tags").line()).isEqualTo(5);
        assertThat(file.settings().get("last").line()).isEqualTo(7);
        assertThat(file.settings().get("tags").value().getAsJsonArray()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"a": 1, "a": 2}         | line 1: a stands twice
        {"a": 1                  | line 1: ends too early
        {"a": }                  | line 1: is no JSON
        {"a" 1}                  | line 1: is no JSON
        [1]                      | line 1: a JSON object is expected
        {"a": 1} {"b": 2}        | line 1: something follows after the last brace
        """)
    void saysWhatIsWrongAndWhere(String json, String problem) throws IOException {
        var file = read(json);

        assertThat(file.problem()).hasValueSatisfying(
            why -> assertThat(why).startsWith("etc/http.cfg.json, " + problem));
        assertThat(file.settings()).isEmpty();
    }

    @Test
    void saysThatAFileIsEmptyOrNoText() throws IOException {
        assertThat(read("\n").problem()).hasValue("etc/http.cfg.json: is empty; a file without settings is {}");
        var binary = Files.write(folder.resolve("binary.cfg.json"), new byte[] {(byte) 0xFF, (byte) 0xFE});
        assertThat(ConfigReader.read(binary, "http", "etc/http.cfg.json").problem())
            .hasValue("etc/http.cfg.json: is not UTF-8 text");
    }

    @Test
    void neverPrintsAValue() throws IOException {
        assertThat(read("{\"apiKey\": \"sk-1\"}").toString()).doesNotContain("sk-1");
        assertThat(read("{\"apiKey\": \"sk-1\"}").settings().toString()).doesNotContain("sk-1");
    }

    private ConfigFile read(String json) throws IOException {
        return ConfigReader.read(Files.writeString(folder.resolve("http.cfg.json"), json), "http", "etc/http.cfg.json");
    }
}
