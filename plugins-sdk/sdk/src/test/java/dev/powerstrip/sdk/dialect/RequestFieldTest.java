package dev.powerstrip.sdk.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RequestFieldTest {

    @Test
    void takesNullForNotGiven() {
        var field = body("{\"a\":null}").get("a");

        assertThat(field.given()).isFalse();
        assertThat(field.text()).isEmpty();
        assertThat(field.items()).isEmpty();
        assertThat(field.flag()).isFalse();
        field.number(0, 1).whole(1).object();
    }

    @Test
    void namesTheFieldWhatStandsThereAndWhatWasExpected() {
        refuses("{\"a\":{\"b\":[1]}}", body -> body.get("a").get("b").items().get(0).text(),
            "a.b[0] must be a string; it is 1");
        refuses("{\"a\":\"no\"}", body -> body.get("a").number(0, 2), "a must be a number from 0 to 2; it is a string");
        refuses("{\"a\":2.5}", body -> body.get("a").number(-1.5, 2), "a must be a number from -1.5 to 2; it is 2.5");
        refuses("{\"a\":0}", body -> body.get("a").whole(1), "a must be a whole number of at least 1; it is 0");
        refuses("{\"a\":1.5}", body -> body.get("a").whole(0, 9), "a must be a whole number from 0 to 9; it is 1.5");
        refuses("{\"a\":[]}", body -> body.get("a").object(), "a must be an object; it is an array");
        refuses("{\"a\":{}}", body -> body.get("a").items(), "a must be an array; it is an object");
        refuses("{\"a\":0}", body -> body.get("a").flag(), "a must be true or false; it is 0");
        refuses("{\"a\":\"\"}", body -> body.get("a").text(), "a must not be empty");
        refuses("{}", body -> body.get("a").required(), "a is required");
    }

    @Test
    void repeatsIdentifiersButNoSentences() {
        refuses("{\"a\":\"robot\"}", body -> body.get("a").oneOf(List.of("x", "y", "z")),
            "a must be \"x\", \"y\" or \"z\"; it is \"robot\"");
        refuses("{\"a\":\"my secret plan\"}", body -> body.get("a").oneOf(List.of("x")),
            "a must be \"x\"; it is another string");
        refuses("{\"a\":%s}".formatted("9".repeat(50)), body -> body.get("a").number(0, 2),
            "a must be a number from 0 to 2; it is another number");
    }

    @Test
    void refusesABodyThatIsNoObject() {
        refuses("[]", body -> {}, "the body must be a JSON object; it is an array");
        refuses("{\"a\"", body -> {}, "the body is not valid JSON: ':' is expected at byte 4");
        refuses("{\"a\":1,\"a\":2}", body -> {}, "the body is not valid JSON: the field \"a\" stands twice at byte 7");
    }

    @Test
    void readsNumbersInEveryForm() {
        body("{\"a\":1e0,\"b\":1.0,\"c\":0.30000000000000004}").get("c").number(0, 1);
        body("{\"a\":1e2}").get("a").whole(100, 100);
    }

    private static void refuses(String json, Consumer<RequestField> check, String message) {
        assertThatThrownBy(() -> check.accept(body(json))).isInstanceOfSatisfying(GatewayException.class,
            error -> assertThat(error.type()).isEqualTo(ErrorType.INVALID_REQUEST)).hasMessage(message);
    }

    private static RequestField body(String json) {
        return RequestField.body(json.getBytes(StandardCharsets.UTF_8));
    }
}
