package dev.powerstrip.dialect.openai;

import static dev.powerstrip.dialect.openai.Samples.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.powerstrip.sdk.chat.ProviderPreferences;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.provider.Translation;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatRequestsTest {

    private static final String HELLO = "\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]";

    @Test
    void readsWhatTheGatewayNeeds() {
        var request = ChatRequests.read(bytes("{\"model\":\"a/b\",\"models\":[\"c/d\"],\"stream\":true,"
            + "\"provider\":{\"order\":[\"x\"],\"allow_fallbacks\":false}," + HELLO + "}"));

        assertThat(request.form()).isEqualTo(Form.OPENAI_CHAT);
        assertThat(request.models()).containsExactly("a/b", "c/d");
        assertThat(request.streamed()).isTrue();
        assertThat(request.preferences()).isEqualTo(new ProviderPreferences(List.of("x"), List.of(), List.of(), false));
    }

    @Test
    void keepsTheClientsBytesOnTheirWayToAnUpstreamOfTheSameForm() {
        var request = ChatRequests.read(bytes(Samples.file("request-client.json")));

        var upstream = Translation.passThrough(Form.OPENAI_CHAT).request(request, Samples.PRICED);

        assertThat(Samples.text(upstream)).isEqualTo(Samples.file("request-upstream.json"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"model\":\"m\"} | messages is required",
        "{\"model\":\"m\",\"messages\":null} | messages is required",
        "{\"model\":\"m\",\"messages\":\"hello\"} | messages must be an array; it is a string",
        "{\"model\":\"m\",\"messages\":[]} | messages must hold at least one message",
        "{\"model\":\"m\",\"messages\":[\"hello\"]} | messages[0] must be an object; it is a string",
        "{\"model\":\"m\",\"messages\":[{\"content\":\"hello\"}]} | messages[0].role is required",
        "{\"model\":\"m\",\"messages\":[{\"role\":\"robot\",\"content\":\"\"}]} | 'messages[0].role must be \"system\", "
            + "\"developer\", \"user\", \"assistant\", \"tool\" or \"function\"; it is \"robot\"'",
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\"}]} | messages[0].content is required",
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":7}]} | messages[0].content must be a string or an "
            + "array of parts; it is 7",
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"a\"}]}]} | messages[0].content[0].type is "
            + "required",
        "{\"model\":\"m\",\"messages\":[{\"role\":\"tool\",\"content\":\"a\"}]} | messages[0].tool_call_id is required",
        "{\"model\":\"m\",\"messages\":[{\"role\":\"assistant\",\"tool_calls\":[{\"function\":{\"arguments\":{}}}]}]} | "
            + "messages[0].tool_calls[0].function.arguments must be a string; it is an object",
        "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]} | 'model is required: name a model, such as \"echo/echo\"; "
            + "GET /v1/models lists them'",
        "[] | the body must be a JSON object; it is an array",
        "{\"model\":\"m\" | the body is not valid JSON: ',' or '}' is expected at byte 12",
        "{\"model\":\"m\",\"model\":\"n\"} | the body is not valid JSON: the field \"model\" stands twice at byte 13"})
    void refusesARequestByNameOfTheField(String json, String message) {
        assertThatThrownBy(() -> ChatRequests.read(bytes(json))).hasMessage(message)
            .isInstanceOfSatisfying(GatewayException.class,
                error -> assertThat(error.type()).isEqualTo(ErrorType.INVALID_REQUEST));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "\"stream\":\"yes\" | stream must be true or false; it is a string",
        "\"temperature\":2.1 | temperature must be a number from 0 to 2; it is 2.1",
        "\"temperature\":\"hot\" | temperature must be a number from 0 to 2; it is a string",
        "\"top_p\":-0.1 | top_p must be a number from 0 to 1; it is -0.1",
        "\"max_tokens\":0 | max_tokens must be a whole number of at least 1; it is 0",
        "\"max_tokens\":1.5 | max_tokens must be a whole number of at least 1; it is 1.5",
        "\"max_completion_tokens\":\"many\" | max_completion_tokens must be a whole number of at least 1; it is a string",
        "\"frequency_penalty\":3 | frequency_penalty must be a number from -2 to 2; it is 3",
        "\"top_logprobs\":21 | top_logprobs must be a whole number from 0 to 20; it is 21",
        "\"seed\":0.5 | seed must be a whole number; it is 0.5",
        "\"stop\":{} | stop must be a string or an array of strings; it is an object",
        "\"stop\":[1] | stop[0] must be a string; it is 1",
        "\"tools\":{} | tools must be an array; it is an object",
        "\"tools\":[{\"type\":\"function\"}] | tools[0].function is required",
        "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":7}}] | tools[0].function.name must be a string; it is 7",
        "\"tools\":[{\"type\":\"openrouter:web_search\"}] | tools[0].type asks for a server tool, which this gateway does not "
            + "have yet: remove it",
        "\"tool_choice\":\"must\" | 'tool_choice must be \"none\", \"auto\" or \"required\"; it is \"must\"'",
        "\"tool_choice\":1 | tool_choice must be a string or an object; it is 1",
        "\"response_format\":\"json\" | response_format must be an object; it is a string",
        "\"response_format\":{\"type\":\"json_schema\"} | response_format.json_schema is required",
        "\"stream_options\":true | stream_options must be an object; it is true",
        "\"metadata\":[] | metadata must be an object; it is an array",
        "\"metadata\":{\"a\":1} | metadata.a must be a string; it is 1",
        "\"logit_bias\":{\"5\":101} | logit_bias.5 must be a number from -100 to 100; it is 101",
        "\"max_tool_calls\":31 | max_tool_calls must be a whole number from 1 to 30; it is 31",
        "\"stop_server_tools_when\":[{}] | stop_server_tools_when[0].type is required",
        "\"reasoning_effort\":\"low\",\"reasoning\":{\"effort\":\"high\"} | reasoning_effort and reasoning.effort differ: "
            + "give one of them",
        "\"debug\":{\"echo_upstream_body\":1} | debug.echo_upstream_body must be true or false; it is 1",
        "\"user\":7 | user must be a string; it is 7",
        "\"provider\":{\"sort\":\"price\"} | provider.sort is not supported yet by this gateway: remove it",
        "\"plugins\":[{\"id\":\"web\"}] | plugins[0].id names an unknown plugin, \"web\": this gateway has no request "
            + "plugins yet; remove it"})
    void refusesAFieldOfTheWrongKindOrRange(String field, String message) {
        assertThatThrownBy(() -> ChatRequests.read(bytes("{\"model\":\"m\"," + HELLO + "," + field + "}")))
            .isInstanceOf(GatewayException.class).hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"temperature\":null,\"stop\":null,\"tools\":null,\"stream\":null,\"provider\":null",
        "\"temperature\":1.0,\"max_tokens\":1e2,\"top_p\":1", "\"stop\":\"a\"", "\"stop\":[\"a\",\"\"]",
        "\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"f\"}}", "\"tool_choice\":\"auto\"",
        "\"tools\":[{\"type\":\"custom\",\"custom\":{\"name\":\"f\"}}]", "\"response_format\":{\"type\":\"grammar\"}",
        "\"reasoning\":{\"effort\":\"high\"}", "\"something_new\":{\"a\":[1]}", "\"n\":2",
        "\"usage\":{\"include\":true}", "\"reasoning_effort\":\"xhigh\",\"reasoning\":{\"effort\":\"xhigh\"}",
        "\"debug\":{\"echo_upstream_body\":true},\"stream\":true", "\"service_tier\":\"flex\",\"verbosity\":\"max\"",
        "\"logprobs\":true,\"top_logprobs\":20,\"n\":3,\"logit_bias\":{\"5\":-100}", "\"metadata\":{\"a\":\"b\"}",
        "\"stop_server_tools_when\":[{\"type\":\"max_cost\",\"max_cost_in_dollars\":1}],\"max_tool_calls\":5",
        "\"modalities\":[\"text\",\"audio\"],\"audio\":{\"voice\":\"a\",\"format\":\"mp3\"},\"image_config\":{}",
        "\"prediction\":{\"type\":\"content\",\"content\":\"a\"},\"safe_prompt\":true,\"raw_mode\":1",
        "\"prompt_cache_key\":\"a\",\"prompt_cache_options\":{\"mode\":\"explicit\"},\"cache_control\":{\"type\":\"ephemeral\"}",
        "\"web_search_options\":{},\"x_search_filter\":{},\"session_id\":\"s\",\"trace\":{\"a\":1},\"user\":\"u\"",
        "\"min_p\":0.5,\"top_a\":0,\"top_k\":0,\"repetition_penalty\":2,\"route\":\"fallback\",\"include_reasoning\":true"})
    void letsEverythingElsePass(String fields) {
        assertThat(ChatRequests.read(bytes("{\"model\":\"m\"," + HELLO + "," + fields + "}")).models())
            .containsExactly("m");
    }

    @Test
    void letsAConversationWithToolsPass() {
        var request
            = ChatRequests.read(bytes("{\"model\":\"m\",\"messages\":[{\"role\":\"developer\",\"content\":\"a\"},"
                + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"b\"},{\"type\":\"image_url\",\"image_url\":{}}]},"
                + "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"t\",\"type\":\"function\",\"function\":"
                + "{\"name\":\"f\",\"arguments\":\"{}\"}}]},{\"role\":\"tool\",\"tool_call_id\":\"t\",\"content\":\"c\"}]}"));

        assertThat(request.streamed()).isFalse();
    }

    @Test
    void refusesMoreMetadataThanAnyoneTakes() {
        var many = IntStream.range(0, 17).mapToObj("\"%d\":\"a\""::formatted)
            .collect(Collectors.joining(","));

        for (var metadata : List.of(many, "\"%s\":\"a\"".formatted("n".repeat(65)),
            "\"a\":\"%s\"".formatted("v".repeat(513)))) {
            assertThatThrownBy(() -> ChatRequests
                .read(bytes("{\"model\":\"m\"," + HELLO + ",\"metadata\":{" + metadata + "}}")))
                .hasMessageMatching("metadata(\\.a)? must have .*");
        }
    }

    @Test
    void keepsABegunAnswerAtTheEndForTheModelToGoOnWith() {
        var json = "{\"model\":\"openai/gpt-4o-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"},"
            + "{\"role\":\"assistant\",\"content\":\"The answer is\",\"reasoning_details\":[{\"type\":\"reasoning.text\"}]}]}";

        var upstream = Translation.passThrough(Form.OPENAI_CHAT).request(ChatRequests.read(bytes(json)),
            Samples.PRICED);

        assertThat(Samples.text(upstream)).isEqualTo(json.replace("openai/gpt-4o-mini", "gpt-4o-mini"));
    }

    @Test
    void neverRepeatsWhatAClientSays() {
        assertThatThrownBy(
            () -> ChatRequests.read(bytes("{\"model\":\"m\",\"messages\":[{\"role\":\"my secret plan\"}]}")))
            .hasMessageNotContaining("secret");
    }
}
