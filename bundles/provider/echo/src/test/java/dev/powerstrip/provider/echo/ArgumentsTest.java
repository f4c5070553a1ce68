package dev.powerstrip.provider.echo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.powerstrip.sdk.json.JsonView;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', value = {"{} | \"\"", "{\"type\":\"object\"} | {}",
        "{\"type\":[\"string\",\"null\"],\"minLength\":2} | \"xx\"", "{\"enum\":[\"b\",\"a\"]} | \"b\"",
        "{\"const\":3} | 3", "{\"type\":\"integer\",\"minimum\":5} | 5", "{\"type\":\"number\"} | 0",
        "{\"type\":\"integer\",\"exclusiveMinimum\":5} | 6", "{\"type\":\"boolean\"} | false",
        "{\"type\":\"array\",\"minItems\":2,\"items\":{\"type\":\"boolean\"}} | [false,false]",
        "{\"anyOf\":[{\"type\":\"integer\"},{\"type\":\"string\"}]} | 0", "{\"type\":\"null\"} | null",
        "{\"$ref\":\"#/$defs/c\",\"$defs\":{\"c\":{\"type\":\"integer\"}}} | 0",
        "{\"properties\":{\"a\":{\"type\":\"string\"},\"b\":{\"type\":\"integer\"}},\"required\":[\"b\"]} | {\"b\":0}"})
    void makesTheLeastThatASchemaTakes(String schema, String least) {
        assertThat(Arguments.least(view(schema))).hasToString(least);
    }

    @Test
    void makesAnObjectOfArgumentsWhateverTheParametersSay() {
        assertThat(Arguments.of(view("{}"))).hasToString("{}");
        assertThat(Arguments.of(JsonView.parse("{}".getBytes(StandardCharsets.UTF_8)).get("parameters")))
            .hasToString("{}");
    }

    @Test
    void endsWhereASchemaHoldsItself() {
        var schema = "{\"type\":\"object\",\"properties\":{\"next\":{\"$ref\":\"#\"}},\"required\":[\"next\"]}";

        assertThat(Arguments.least(view(schema)).toString()).hasSizeLessThan(200);
    }

    @Test
    void staysSmallWhateverASchemaAsksFor() {
        var deep = "{\"type\":\"string\",\"minLength\":2000000000}";
        for (int i = 0; i < 7; i++) {
            deep = "{\"type\":\"array\",\"minItems\":1000000,\"items\":%s}".formatted(deep);
        }

        assertThat(Arguments.least(view(deep)).toString()).hasSizeLessThan(2_000_000);
    }

    private static JsonView view(String json) {
        return JsonView.parse(json.getBytes(StandardCharsets.UTF_8));
    }
}
