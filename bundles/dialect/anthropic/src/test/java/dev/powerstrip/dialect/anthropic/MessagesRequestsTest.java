package dev.powerstrip.dialect.anthropic;

import static dev.powerstrip.dialect.anthropic.Samples.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Form;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesRequestsTest {

    private static final String HELLO
        = "\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]";

    @Test
    void readsWhatTheGatewayNeeds() {
        var request = MessagesRequests.read(bytes("{\"stream\":true,\"models\":[\"b\"]," + HELLO + "}"));

        assertThat(request.form()).isEqualTo(Form.ANTHROPIC_MESSAGES);
        assertThat(request.models()).containsExactly("m", "b");
        assertThat(request.streamed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"max_tokens\":9,\"messages\":[]} | 'model is required: name a model, such as \"echo/echo\"; GET /v1/models lists them'",
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]} | max_tokens is required",
        "{\"model\":\"m\",\"max_tokens\":0} | max_tokens must be a whole number of at least 1; it is 0",
        "{\"model\":\"m\",\"max_tokens\":\"9\"} | max_tokens must be a whole number of at least 1; it is a string",
        "{\"model\":\"m\",\"max_tokens\":9} | messages is required",
        "{\"model\":\"m\",\"max_tokens\":9,\"messages\":{}} | messages must be an array; it is an object",
        "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[]} | messages must hold at least one message",
        "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"tool\",\"content\":\"\"}]} | 'messages[0].role must be "
            + "\"user\", \"assistant\" or \"system\"; it is \"tool\"'",
        "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\"}]} | messages[0].content is required",
        "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":7}]} | messages[0].content must be a "
            + "string or an array of blocks; it is 7",
        "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\"}]}]} | "
            + "messages[0].content[0].text is required",
        "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\"}]}]} | "
            + "messages[0].content[0].tool_use_id is required",
        "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\","
            + "\"id\":\"t\",\"name\":\"f\",\"input\":\"{}\"}]}]} | messages[0].content[0].input must be an object; it is a string",
        "{\"model\":\"m\",\"max_tokens\":9,\"max_tokens\":8} | the body is not valid JSON: the field \"max_tokens\" stands "
            + "twice at byte 28"})
    void refusesARequestByNameOfTheField(String json, String message) {
        assertThatThrownBy(() -> MessagesRequests.read(bytes(json))).hasMessage(message).isInstanceOfSatisfying(
            GatewayException.class, error -> assertThat(error.type()).isEqualTo(ErrorType.INVALID_REQUEST));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "\"temperature\":1.5 | temperature must be a number from 0 to 1; it is 1.5",
        "\"top_k\":-1 | top_k must be a whole number of at least 0; it is -1",
        "\"system\":7 | system must be a string or an array of text blocks; it is 7",
        "\"system\":[{\"type\":\"image\"}] | 'system[0].type must be \"text\"; it is \"image\"'",
        "\"stop_sequences\":\"a\" | stop_sequences must be an array; it is a string",
        "\"stop_sequences\":[7] | stop_sequences[0] must be a string; it is 7",
        "\"tools\":[{\"name\":\"f\"}] | tools[0].input_schema is required",
        "\"tools\":[{\"type\":\"openrouter:web_search\"}] | tools[0].type asks for a server tool, which this gateway does not "
            + "have yet: remove it",
        "\"tool_choice\":\"auto\" | tool_choice must be an object; it is a string",
        "\"tool_choice\":{\"type\":\"tool\"} | tool_choice.name is required",
        "\"thinking\":{\"type\":\"enabled\"} | thinking.budget_tokens is required",
        "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":5} | thinking.budget_tokens must be a whole number of at least "
            + "1024; it is 5",
        "\"metadata\":{\"user_id\":7} | metadata.user_id must be a string; it is 7",
        "\"provider\":{\"zdr\":true} | provider.zdr is not supported yet by this gateway: remove it",
        "\"fallbacks\":[{\"model\":\"b\"}],\"models\":[\"c\"] | fallbacks and models mean the same: give one of them",
        "\"fallbacks\":[{\"model\":\"b\",\"x\":1}] | fallbacks[0] must hold \"model\" and nothing else",
        "\"fallbacks\":[{\"model\":\"b\"},{\"model\":\"c\"},{\"model\":\"d\"},{\"model\":\"e\"}] | fallbacks must name at most 3 "
            + "models"})
    void refusesAFieldOfTheWrongKindOrRange(String field, String message) {
        assertThatThrownBy(() -> MessagesRequests.read(bytes("{" + HELLO + "," + field + "}")))
            .isInstanceOf(GatewayException.class).hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"temperature\":1.0,\"top_p\":1e0,\"top_k\":0",
        "\"thinking\":null,\"tools\":null,\"system\":null",
        "\"tools\":[{\"type\":\"web_search_20250305\",\"name\":\"web_search\"}]", "\"something_new\":{\"a\":[1]}",
        "\"context_management\":{\"edits\":[]},\"container\":\"c\"", "\"system\":[{\"type\":\"text\",\"text\":\"\"}]"})
    void letsEverythingElsePass(String fields) {
        assertThat(MessagesRequests.read(bytes("{" + HELLO + "," + fields + "}")).models()).containsExactly("m");
    }
}
