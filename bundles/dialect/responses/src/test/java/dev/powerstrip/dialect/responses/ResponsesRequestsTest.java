package dev.powerstrip.dialect.responses;

import static dev.powerstrip.dialect.responses.Samples.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponsesRequestsTest {

    @Test
    void readsModelsStreamAndProviders() {
        var request
            = ResponsesRequests.read(bytes("{\"model\":\"a\",\"models\":[\"b\"],\"stream\":true,\"input\":\"Hi\","
                + "\"provider\":{\"only\":[\"x\"]}}"));

        assertThat(request.models()).containsExactly("a", "b");
        assertThat(request.streamed()).isTrue();
        assertThat(request.preferences().only()).containsExactly("x");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"\"input\":5 | input must be a string or an array of items; it is 5",
        "\"input\":[] | input must hold at least one item",
        "\"input\":[{\"content\":\"a\"}] | input[0].role is required",
        "\"input\":[{\"role\":\"robot\",\"content\":\"a\"}] | input[0].role must be",
        "\"input\":[{\"role\":\"user\",\"content\":[{\"text\":\"a\"}]}] | input[0].content[0].type is required",
        "\"input\":[{\"type\":\"function_call\",\"name\":\"f\",\"arguments\":\"\"}] | input[0].call_id is required",
        "\"input\":[{\"type\":\"function_call_output\",\"call_id\":\"c\"}] | input[0].output is required",
        "\"input\":[{\"type\":\"item_reference\",\"id\":\"i\"}] | input[0].type names an item that is kept elsewhere",
        "\"input\":\"a\",\"background\":true,\"stream\":true | background and stream cannot both be true",
        "\"input\":\"a\",\"background\":true,\"store\":false | background needs the response to be stored",
        "\"input\":\"a\",\"conversation\":\"c\" | conversation is not supported by this gateway",
        "\"input\":\"a\",\"prompt\":{\"id\":\"p\"} | prompt is not supported by this gateway",
        "\"input\":\"a\",\"temperature\":3 | temperature must be a number from 0 to 2; it is 3",
        "\"input\":\"a\",\"store\":\"yes\" | store must be true or false",
        "\"input\":\"a\",\"tools\":[{\"type\":\"function\"}] | tools[0].name is required",
        "\"input\":\"a\",\"tools\":[{\"type\":\"openrouter:web_search\"}] | tools[0].type asks for a server tool",
        "\"input\":\"a\",\"tool_choice\":\"all\" | tool_choice must be",
        "\"input\":\"a\",\"text\":{\"format\":{\"type\":\"json_schema\",\"name\":\"n\"}} | text.format.schema is required",
        "\"input\":\"a\",\"truncation\":\"some\" | truncation must be"})
    void namesTheFieldThatIsWrong(String fields, String message) {
        assertThatThrownBy(() -> ResponsesRequests.read(bytes("{\"model\":\"m\"," + fields + "}")))
            .isInstanceOfSatisfying(GatewayException.class,
                error -> assertThat(error.type()).isEqualTo(ErrorType.INVALID_REQUEST))
            .hasMessageContaining(message);
    }

    @Test
    void passesWhatAsksForNothing() {
        assertThat(
            ResponsesRequests.read(bytes("{\"model\":\"m\",\"input\":\"a\",\"background\":false,\"conversation\":null,"
                + "\"prompt\":null,\"tools\":[],\"reasoning\":null,\"text\":null,\"metadata\":null}")).streamed())
            .isFalse();
    }
}
