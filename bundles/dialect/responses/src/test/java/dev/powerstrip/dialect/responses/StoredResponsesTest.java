package dev.powerstrip.dialect.responses;

import static dev.powerstrip.dialect.responses.Samples.bytes;
import static dev.powerstrip.dialect.responses.Samples.delivered;
import static dev.powerstrip.dialect.responses.Samples.file;
import static dev.powerstrip.dialect.responses.Samples.head;
import static dev.powerstrip.dialect.responses.Samples.request;
import static dev.powerstrip.dialect.responses.Samples.text;
import static dev.powerstrip.sdk.form.Form.OPENAI_CHAT;
import static dev.powerstrip.sdk.form.Form.OPENAI_RESPONSES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.dialect.AnswerStore;
import dev.powerstrip.sdk.dialect.Directory;
import dev.powerstrip.sdk.dialect.HttpAnswer;
import dev.powerstrip.sdk.dialect.KeyUsage;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.provider.Translation;
import dev.powerstrip.sdk.sink.CallRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses that outlive their exchange. */
class StoredResponsesTest {

    private static final Principal PRINCIPAL = new Principal("hash", "label", Principal.Role.INFERENCE);
    private static final String COMPLETION = "{\"choices\":[{\"message\":{\"content\":\"Hello\"}}]}";

    private final ResponsesDialect dialect = new ResponsesDialect();
    private final KeptInMemory store = new KeptInMemory();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void storesAnAnswerAsItsClientGotIt(boolean streamed) {
        var upstream = streamed ? file("text-chat.sse") : COMPLETION;

        var said = delivered(upstream, request(streamed, ""), OPENAI_CHAT, store, 4096);

        var told = json(streamed ? lastData(said) : said);
        var response = streamed ? told.getAsJsonObject("response") : told;
        assertThat(response.get("store").getAsBoolean()).isTrue();
        assertThat(json(lookup("GET", "/v1/responses/" + Samples.RESPONSE_ID))).isEqualTo(response);
    }

    @Test
    void storesAnAnswerOfItsOwnFormUnderItsOwnId() {
        var said = delivered(file("own-upstream.sse"), request(true, ""), OPENAI_RESPONSES, store, 4096);

        assertThat(json(lookup("GET", "/api/v1/responses/resp_up")))
            .isEqualTo(json(lastData(said)).getAsJsonObject("response"));
    }

    @Test
    void storesNothingThatIsNotWanted() {
        var said = delivered(COMPLETION, request(false, ",\"store\":false"), OPENAI_CHAT, store, 4096);

        assertThat(store.kept).isEmpty();
        assertThat(json(said).get("store").getAsBoolean()).isFalse();
    }

    @Test
    void storesNothingThatIsNotComplete() {
        var upstream = file("text-chat.sse");

        delivered(upstream.substring(0, upstream.indexOf("data: [DONE]")), request(true, ""), OPENAI_CHAT, store, 4096);

        assertThat(store.kept).isEmpty();
    }

    @Test
    void saysThatAnAnswerCouldNotBeStored() {
        store.full = true;

        var own = delivered(file("own-upstream.sse"), request(true, ""), OPENAI_RESPONSES, store, 4096);
        var said = delivered(COMPLETION, request(false, ""), OPENAI_CHAT, store, 4096);

        assertThat(json(said).get("store").getAsBoolean()).isFalse();
        assertThat(json(lastData(own)).getAsJsonObject("response").get("store").getAsBoolean()).isFalse();
    }

    @Test
    void goesOnFromAnEarlierAnswer() {
        delivered(COMPLETION, request(false, ""), OPENAI_CHAT, store, 4096);

        var next = read("{\"model\":\"m\",\"input\":\"More\",\"previous_response_id\":\"%s\"}"
            .formatted(Samples.RESPONSE_ID));

        var messages = dialect.canonical(next).body().get("messages");
        assertThat(text(messages.toBytes())).isEqualTo("[{\"role\":\"user\",\"content\":\"Hi\"},"
            + "{\"role\":\"assistant\",\"content\":\"Hello\"},{\"role\":\"user\",\"content\":\"More\"}]");
    }

    @Test
    void tellsAnUpstreamOfTheSameFormTheWholeConversationAndNotItsOwnId() {
        delivered(file("own-upstream.sse"), request(true, ""), OPENAI_RESPONSES, store, 4096);

        var next = read("{\"model\":\"m\",\"previous_response_id\":\"resp_up\",\"input\":[{\"role\":\"user\","
            + "\"content\":\"More\"}]}");

        assertThat(text(Translation.passThrough(OPENAI_RESPONSES).request(
            (dev.powerstrip.sdk.chat.ChatRequest) next, Samples.PRICED))).isEqualTo("{\"model\":\"gpt-5-mini\","
                + "\"input\":[{\"type\":\"message\",\"role\":\"user\",\"content\":\"Hi\"},"
                + "{\"id\":\"rs_up\",\"type\":\"reasoning\",\"summary\":[],\"encrypted_content\":\"gAAAA==\"},"
                + "{\"id\":\"msg_up\",\"type\":\"message\",\"role\":\"assistant\",\"content\":"
                + "[{\"type\":\"output_text\",\"text\":\"Hi\"}]},{\"role\":\"user\",\"content\":\"More\"}]}");
    }

    @Test
    void repeatsTheIdThatItWentOnFrom() {
        delivered(file("own-upstream.sse"), request(true, ""), OPENAI_RESPONSES, store, 4096);

        var request = request(true, ",\"previous_response_id\":\"resp_up\"");

        assertThat(json(lastData(delivered(file("own-upstream.sse"), request, OPENAI_RESPONSES, store, 4096)))
            .getAsJsonObject("response").get("previous_response_id").getAsString()).isEqualTo("resp_up");
        assertThat(json(lastData(delivered(file("text-chat.sse"), request, OPENAI_CHAT, store, 4096)))
            .getAsJsonObject("response").get("previous_response_id").getAsString()).isEqualTo("resp_up");
    }

    @Test
    void listsWhatTheModelWasGivenPageByPage() {
        var items
            = "[{\"role\":\"user\",\"content\":\"One\"},{\"type\":\"function_call\",\"id\":\"fc_1\",\"call_id\":\"c\","
                + "\"name\":\"f\",\"arguments\":\"{}\"},{\"type\":\"function_call_output\",\"call_id\":\"c\",\"output\":\"2\"}]";
        delivered(COMPLETION, "{\"model\":\"m\",\"input\":" + items + "}", OPENAI_CHAT, store, 4096);
        var path = "/v1/responses/" + Samples.RESPONSE_ID + "/input_items";

        var latest = json(lookup("GET", path + "?limit=2"));
        var all = json(lookup("GET", path + "?order=asc"));

        assertThat(types(latest)).containsExactly("function_call_output", "function_call");
        assertThat(latest.get("has_more").getAsBoolean()).isTrue();
        assertThat(latest.get("last_id").getAsString()).isEqualTo("fc_1");
        assertThat(types(json(lookup("GET", path + "?limit=2&after=fc_1")))).containsExactly("message");
        assertThat(types(all)).containsExactly("message", "function_call", "function_call_output");
        var message = all.getAsJsonArray("data").get(0).getAsJsonObject();
        assertThat(message.get("id").getAsString()).startsWith("msg_");
        assertThat(message.get("content").toString()).isEqualTo("[{\"type\":\"input_text\",\"text\":\"One\"}]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=101", "limit=x", "order=up", "after=nothing"})
    void namesAWrongParameterOfTheList(String query) {
        delivered(COMPLETION, request(false, ""), OPENAI_CHAT, store, 4096);

        assertThatThrownBy(() -> lookup("GET", "/v1/responses/" + Samples.RESPONSE_ID + "/input_items?" + query))
            .isInstanceOf(GatewayException.class).hasMessageStartingWith(query.substring(0, query.indexOf('=')));
    }

    @Test
    void deletesAnAnswer() {
        delivered(COMPLETION, request(false, ""), OPENAI_CHAT, store, 4096);
        var path = "/v1/responses/" + Samples.RESPONSE_ID;

        assertThat(text(lookup("DELETE", path).body()))
            .isEqualTo("{\"id\":\"%s\",\"object\":\"response\",\"deleted\":true}".formatted(Samples.RESPONSE_ID));

        for (var method : List.of("GET", "DELETE")) {
            notFound(() -> lookup(method, path));
        }
        notFound(() -> lookup("GET", path + "/input_items"));
        notFound(() -> read("{\"model\":\"m\",\"input\":\"a\",\"previous_response_id\":\"%s\"}"
            .formatted(Samples.RESPONSE_ID)));
        notFound(() -> lookup("POST", path + "/cancel"));
    }

    @Test
    void cancelsNothingThatIsNotInTheBackground() {
        delivered(COMPLETION, request(false, ""), OPENAI_CHAT, store, 4096);

        assertThatThrownBy(() -> lookup("POST", "/v1/responses/" + Samples.RESPONSE_ID + "/cancel"))
            .isInstanceOfSatisfying(GatewayException.class,
                error -> assertThat(error.type()).isEqualTo(ErrorType.INVALID_REQUEST))
            .hasMessageContaining("runs in the background");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"store\":true", "\"background\":true", "\"previous_response_id\":\"resp_1\""})
    void refusesWhatNeedsAStoreWhereThereIsNone(String field) {
        var body = bytes("{\"model\":\"m\",\"input\":\"a\"," + field + "}");

        assertThatThrownBy(() -> dialect.read(head("POST", "/v1/responses"), body, AnswerStore.none()))
            .isInstanceOf(GatewayException.class).hasMessageContaining("responseRetention");
    }

    @Test
    void tellsAClientThatDoesNotWaitWhereItsAnswerWillBe() {
        var request = request(false, ",\"background\":true");
        var facts = Samples.facts(Samples.PRICED, request, OPENAI_CHAT);

        var accepted = json(dialect.accepted(facts, store).orElseThrow());

        assertThat(accepted.get("id").getAsString()).isEqualTo(Samples.RESPONSE_ID);
        assertThat(accepted.get("status").getAsString()).isEqualTo("in_progress");
        assertThat(accepted.get("background").getAsBoolean()).isTrue();
        assertThat(json(lookup("GET", "/v1/responses/" + Samples.RESPONSE_ID))).isEqualTo(accepted);

        delivered(COMPLETION, request, OPENAI_CHAT, store, 4096);
        assertThat(status()).isEqualTo("completed");
        assertThat(dialect.accepted(Samples.facts(Samples.PRICED, request(false, ""), OPENAI_CHAT), store)).isEmpty();
    }

    @Test
    void storesAnAnswerOfItsOwnFormUnderTheIdThatWasTold() {
        var upstream
            = "{\"id\":\"resp_up\",\"status\":\"completed\",\"background\":false,\"store\":true,\"output\":[]}";

        delivered(upstream, request(false, ",\"background\":true"), OPENAI_RESPONSES, store, 4096);

        assertThat(text(lookup("GET", "/v1/responses/" + Samples.RESPONSE_ID).body())).isEqualTo(
            "{\"id\":\"%s\",\"status\":\"completed\",\"background\":true,\"store\":true,\"output\":[],\"provider\":\"OpenAI\"}"
                .formatted(Samples.RESPONSE_ID));
    }

    @Test
    void storesThatAnAnswerFailedForWhichNobodyWaits() {
        var facts = Samples.facts(Samples.PRICED, request(false, ",\"background\":true"), OPENAI_CHAT);
        dialect.accepted(facts, store);

        dialect.writer(head("POST", "/v1/responses"), facts, store)
            .fail(new GatewayException(ErrorType.PROVIDER_OVERLOADED, "busy"));

        var failed = json(lookup("GET", "/v1/responses/" + Samples.RESPONSE_ID));
        assertThat(failed.get("status").getAsString()).isEqualTo("failed");
        assertThat(failed.get("error").toString()).isEqualTo("{\"code\":\"server_error\",\"message\":\"busy\"}");
    }

    @Test
    void cancelsAnAnswerForWhichNobodyWaits() {
        dialect.accepted(Samples.facts(Samples.PRICED, request(false, ",\"background\":true"), OPENAI_CHAT), store);
        var path = "/v1/responses/" + Samples.RESPONSE_ID + "/cancel";

        assertThat(dialect.asksModel(head("POST", path))).isFalse();
        for (int i = 0; i < 2; i++) {
            assertThat(json(lookup("POST", path)).get("status").getAsString()).isEqualTo("cancelled");
        }
        assertThat(status()).isEqualTo("cancelled");
    }

    @Test
    void tellsAnAnswerAsFailedThatNobodyIsMakingAnyMore() {
        dialect.accepted(Samples.facts(Samples.PRICED, request(false, ",\"background\":true"), OPENAI_CHAT), store);

        store.making.clear();

        assertThat(status()).isEqualTo("failed");
        assertThat(json(lookup("GET", "/v1/responses/" + Samples.RESPONSE_ID)).get("error").toString())
            .contains("server_error", "the gateway was stopped");
    }

    @Test
    void doesNotGoOnFromAnAnswerThatIsNotThereYet() {
        dialect.accepted(Samples.facts(Samples.PRICED, request(false, ",\"background\":true"), OPENAI_CHAT), store);

        assertThatThrownBy(() -> read("{\"model\":\"m\",\"input\":\"More\",\"previous_response_id\":\"%s\"}"
            .formatted(Samples.RESPONSE_ID))).hasMessageContaining("still in progress");
    }

    @Test
    void refusesABackgroundThatItCouldNotTellOf() {
        store.shared = true;
        assertThatThrownBy(() -> read("{\"model\":\"m\",\"input\":\"a\",\"background\":true}"))
            .hasMessageStartingWith("background: this gateway shares its database");

        store.shared = false;
        store.full = true;
        var facts = Samples.facts(Samples.PRICED, request(false, ",\"background\":true"), OPENAI_CHAT);
        assertThatThrownBy(() -> dialect.accepted(facts, store)).isInstanceOfSatisfying(GatewayException.class,
            error -> assertThat(error.type()).isEqualTo(ErrorType.UNAVAILABLE));
    }

    private String status() {
        return json(lookup("GET", "/v1/responses/" + Samples.RESPONSE_ID)).get("status").getAsString();
    }

    private void notFound(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(GatewayException.class,
            error -> assertThat(error.type()).isEqualTo(ErrorType.NOT_FOUND));
    }

    private dev.powerstrip.sdk.chat.ModelRequest read(String body) {
        return dialect.read(head("POST", "/v1/responses"), bytes(body), store);
    }

    private HttpAnswer lookup(String method, String path) {
        return dialect.lookup(head(method, path), PRINCIPAL, new Directory() {

            @Override
            public Map<String, List<Endpoint>> models() {
                throw new AssertionError("nobody asks");
            }

            @Override
            public Optional<CallRecord> generation(String id, Principal principal) {
                throw new AssertionError("nobody asks");
            }

            @Override
            public AnswerStore answers(Principal principal) {
                assertThat(principal).isEqualTo(PRINCIPAL);
                return store;
            }

            @Override
            public KeyUsage usage(Principal principal) {
                throw new AssertionError("nobody asks");
            }
        });
    }

    private static List<String> types(JsonObject list) {
        return list.getAsJsonArray("data").asList().stream().map(JsonElement::getAsJsonObject)
            .map(item -> item.get("type").getAsString()).toList();
    }

    private static String lastData(String events) {
        return events.lines().filter(line -> line.startsWith("data: ")).reduce((first, later) -> later).orElseThrow()
            .substring(6);
    }

    private static JsonObject json(String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }

    private static JsonObject json(HttpAnswer answer) {
        assertThat(answer.status()).isEqualTo(200);
        return json(text(answer.body()));
    }
}
