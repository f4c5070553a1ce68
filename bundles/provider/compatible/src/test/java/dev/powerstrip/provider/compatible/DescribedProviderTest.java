package dev.powerstrip.provider.compatible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.ProviderPreferences;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.form.Frame;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.provider.ProviderDescriptor;
import dev.powerstrip.sdk.provider.ProviderResponse;
import dev.powerstrip.sdk.testing.TestAttempt;
import dev.powerstrip.sdk.upstream.UpstreamRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescribedProviderTest {

    private static final Endpoint ENDPOINT
        = Endpoint.of("acme", "Acme", "acme/one", "one", new JsonObject());

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"engine\":\"compatible\",\"nmae\":\"x\"} | nmae is not known; known: about, allowUnlisted, answer",
        "{\"engine\":\"compatible\",\"request\":{\"renam\":{}}} | request.renam is not known",
        "{\"engine\":\"compatible\",\"request\":{\"rename\":{\"seed\":1}}} | request.rename.seed has to be a text",
        "{\"engine\":\"compatible\",\"request\":{\"drop\":\"seed\"}} | request.drop has to be an array of texts",
        "{\"engine\":\"compatible\",\"request\":{\"reasoning\":{\"onn\":{}}}} | request.reasoning.onn is not known",
        "{\"engine\":\"compatible\",\"request\":{\"messages\":{\"textOnly\":1}}} | request.messages.textOnly has to be true",
        "{\"engine\":\"compatible\",\"answer\":{\"finishReasons\":{\"eos\":\"end\"}}} | answer.finishReasons.eos has to be one of",
        "{\"engine\":\"compatible\",\"answer\":{\"usage\":[]}} | answer.usage has to be an object",
        "{\"engine\":\"compatible\",\"errors\":{\"types\":{\"17\":\"bad\"}}} | errors.types.17 has to be credential_refused",
        "{\"engine\":\"compatible\",\"auth\":{\"head\":\"X\"}} | auth.head is not known"
    })
    void refusesADescriptorByTheFirstFieldThatItCannotUse(String descriptor, String reason) {
        assertThatThrownBy(() -> provider(descriptor)).isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining(reason);
    }

    @Test
    void sendsTheCredentialAsTheVendorWantsIt() {
        var plain = request("{\"engine\":\"compatible\"}", "{\"model\":\"acme/one\"}");
        var own
            = request("{\"engine\":\"compatible\",\"auth\":{\"header\":\"X-Key\"},\"headers\":{\"X-Version\":\"7\"},"
                + "\"chatPath\":\"chat\"}", "{\"model\":\"acme/one\"}");

        assertThat(plain.secretHeaders()).containsOnlyKeys("Authorization");
        assertThat(plain.secretHeaders().get("Authorization").<String>use(text -> text)).isEqualTo("Bearer sk");
        assertThat(own.secretHeaders().get("X-Key").<String>use(text -> text)).isEqualTo("sk");
        assertThat(own.headers().first("X-Version")).contains("7");
        assertThat(own.uri().getPath()).isEqualTo("/chat");
    }

    @Test
    void leavesEveryByteAloneThatNoRuleNames() {
        var sent = body("{\"engine\":\"compatible\",\"request\":{\"rename\":{\"seed\":\"random_seed\"}}}",
            "{ \"model\" : \"acme/one\",  \"x\": [1.50, 2e3 ],\"seed\":7, \"messages\":[ ] }");

        assertThat(sent).isEqualTo("{ \"model\" : \"one\",  \"x\": [1.50, 2e3 ], \"messages\":[ ],\"random_seed\":7}"
            .replace(",\"random_seed\"", " ,\"random_seed\""));
    }

    @Test
    void whatTheClientSaysInTheVendorsOwnWordWins() {
        var descriptor
            = "{\"engine\":\"compatible\",\"request\":{\"rename\":{\"max_completion_tokens\":\"max_tokens\"},"
                + "\"defaults\":{\"max_tokens\":9,\"split\":true}}}";

        assertThat(tree(descriptor, "{\"model\":\"m\",\"max_completion_tokens\":5,\"max_tokens\":3,\"split\":false}"))
            .isEqualTo(JsonParser.parseString("{\"model\":\"one\",\"max_tokens\":3,\"split\":false}"));
        assertThat(tree(descriptor, "{\"model\":\"m\",\"max_completion_tokens\":5}"))
            .isEqualTo(JsonParser.parseString("{\"model\":\"one\",\"max_tokens\":5,\"split\":true}"));
        assertThat(tree(descriptor, "{\"model\":\"m\"}"))
            .isEqualTo(JsonParser.parseString("{\"model\":\"one\",\"max_tokens\":9,\"split\":true}"));
    }

    @Test
    void refusesWhatTheVendorCannotDoButNotWhatItDoesAnyway() {
        var descriptor = "{\"engine\":\"compatible\",\"request\":{\"refuse\":{\"n\":1,\"tools\":[]}}}";

        assertThat(tree(descriptor, "{\"model\":\"m\",\"n\":1,\"tools\":[]}"))
            .isEqualTo(JsonParser.parseString("{\"model\":\"one\"}"));
        assertThatThrownBy(() -> body(descriptor, "{\"model\":\"m\",\"n\":2}"))
            .isInstanceOfSatisfying(GatewayException.class,
                error -> assertThat(error.type()).isEqualTo(ErrorType.INVALID_REQUEST))
            .hasMessageStartingWith("n is not supported by this provider");
    }

    @Test
    void mayBeToldNotToAskForTheUsageOfAStream() {
        assertThat(tree("{\"engine\":\"compatible\",\"request\":{\"streamUsage\":false}}",
            "{\"model\":\"m\",\"stream\":true,\"stream_options\":{\"include_usage\":true}}"))
            .isEqualTo(JsonParser.parseString("{\"model\":\"one\",\"stream\":true}"));
    }

    @Test
    void saysABudgetItselfOrAsAnEffort() {
        var budget
            = "{\"engine\":\"compatible\",\"request\":{\"reasoning\":{\"on\":{\"think\":true},\"budget\":\"most\"}}}";
        var effort = "{\"engine\":\"compatible\",\"request\":{\"reasoning\":{\"effort\":\"effort\","
            + "\"efforts\":{\"minimal\":\"low\",\"low\":\"low\",\"high\":\"high\"}}}}";
        var client = "{\"model\":\"m\",\"max_tokens\":100,\"reasoning\":{\"max_tokens\":%d}}";

        assertThat(tree(budget, client.formatted(80)))
            .isEqualTo(JsonParser.parseString("{\"model\":\"one\",\"max_tokens\":100,\"think\":true,\"most\":80}"));
        assertThat(tree(effort, client.formatted(80)))
            .isEqualTo(JsonParser.parseString("{\"model\":\"one\",\"max_tokens\":100,\"effort\":\"high\"}"));
        assertThat(tree(effort, client.formatted(10)))
            .isEqualTo(JsonParser.parseString("{\"model\":\"one\",\"max_tokens\":100,\"effort\":\"low\"}"));
        assertThat(tree(effort, "{\"model\":\"m\",\"reasoning_effort\":\"medium\"}"))
            .isEqualTo(JsonParser.parseString("{\"model\":\"one\"}"));
    }

    @Test
    void foreignPartsAndCacheMarksOfOneMessageDoNotGetInEachOthersWay() {
        var sent = tree("{\"engine\":\"compatible\",\"request\":{\"messages\":{\"dropInParts\":[\"cache_control\"]}}}", """
            {"model":"m","messages":[{"role":"user","content":[
              {"type":"native","form":"anthropic.messages","value":{"type":"document"}},
              {"type":"text","text":"Hi","cache_control":{"type":"ephemeral"}}]}]}""");

        assertThat(sent).isEqualTo(JsonParser.parseString("""
            {"model":"one","messages":[{"role":"user","content":[{"type":"text","text":"Hi"}]}]}"""));
    }

    @Test
    void endsACallOfToolsAsOneAndNumbersItsPieces() {
        var chunks = read(
            "{\"engine\":\"compatible\",\"answer\":{\"toolCallsEndWithStop\":true,\"toolCallsWithoutIndex\":true}}",
            "{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}}]}",
            "{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"function\":{\"arguments\":\"{}\"}}]}}]}",
            "{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":\"{}\"}}]}}]}",
            "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}");

        assertThat(chunks.stream().flatMap(chunk -> chunk.json().get("choices").items().get(0).get("delta")
            .get("tool_calls").items().stream()).map(call -> call.get("index").integer().orElseThrow()))
            .containsExactly(0L, 0L, 1L);
        assertThat(chunks.get(3).finish()).hasValueSatisfying(finish -> {
            assertThat(finish.reason()).isEqualTo("tool_calls");
            assertThat(finish.nativeReason()).isEqualTo("stop");
        });
    }

    @Test
    void tellsARefusedCredentialInItsOwnWordsAndLetsAnotherBeTried() {
        var reader = ((ProviderResponse.Exchange) provider(
            "{\"engine\":\"compatible\",\"errors\":{\"words\":{\"Incorrect API key\":\"credential_refused\"}}}")
            .chat(client("{\"model\":\"m\"}"), TestAttempt.at(ENDPOINT))).reader();

        var error = reader.refused(400, Headers.of("Retry-After", "3"),
            "{\"error\":\"Incorrect API key provided: sk-1***9\"}".getBytes(StandardCharsets.UTF_8));

        assertThat(error).hasMessage("the provider refused the gateway's credential");
        assertThat(error.metadata().get("provider_code").getAsString()).isEqualTo("401");
        assertThat(error.retryAfter()).isPresent();
    }

    private static DescribedProvider provider(String descriptor) {
        return DescribedProvider.of(ProviderDescriptor.of("acme", descriptor));
    }

    private static ChatRequest client(String json) {
        var body = JsonView.parse(json.getBytes(StandardCharsets.UTF_8));
        return new ChatRequest(Form.OPENAI_CHAT, body, List.of("acme/one"), body.get("stream").isTrue(),
            ProviderPreferences.none());
    }

    private static UpstreamRequest request(String descriptor, String json) {
        var attempt = TestAttempt.at(ENDPOINT).withCredential("sk");
        return ((ProviderResponse.Exchange) provider(descriptor).chat(client(json), attempt)).request();
    }

    private static String body(String descriptor, String json) {
        return new String(request(descriptor, json).body(), StandardCharsets.UTF_8);
    }

    private static JsonObject tree(String descriptor, String json) {
        return JsonParser.parseString(body(descriptor, json)).getAsJsonObject();
    }

    private static List<Chunk> read(String descriptor, String... frames) {
        var exchange
            = (ProviderResponse.Exchange) provider(descriptor).chat(client("{\"model\":\"m\",\"stream\":true}"),
                TestAttempt.at(ENDPOINT));
        var chunks = new ArrayList<Chunk>();
        for (var frame : frames) {
            exchange.reader().read(new Frame("", frame.getBytes(StandardCharsets.UTF_8), false), chunks::add);
        }
        return chunks;
    }
}
