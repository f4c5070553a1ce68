package dev.powerstrip.dialect.responses;

import static dev.powerstrip.dialect.responses.Samples.bytes;
import static dev.powerstrip.dialect.responses.Samples.delivered;
import static dev.powerstrip.dialect.responses.Samples.facts;
import static dev.powerstrip.dialect.responses.Samples.file;
import static dev.powerstrip.dialect.responses.Samples.request;
import static dev.powerstrip.dialect.responses.Samples.text;
import static dev.powerstrip.sdk.form.Form.OPENAI_CHAT;
import static dev.powerstrip.sdk.form.Form.OPENAI_RESPONSES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.powerstrip.sdk.dialect.AnswerStore;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.testing.StreamCuts;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Upstream answers and what the client gets of them stand in files under golden/. */
class ResponsesWriterTest {

    private final Gson pretty = new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();

    @ParameterizedTest
    @ValueSource(strings = {"text", "tools", "thinking", "odd", "custom", "media"})
    void saysACanonicalStreamAsEvents(String name) {
        assertThat(delivered(file(name + "-chat.sse"), request(true, ""), OPENAI_CHAT, AnswerStore.none(), 4096))
            .isEqualTo(file(name + "-events.sse"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"completion", "completion-thinking"})
    void saysACanonicalCompletionAsAResponse(String name) {
        var delivered = delivered(file(name + ".json"), request(false, ""), OPENAI_CHAT, AnswerStore.none(), 4096);

        assertThat(pretty.toJson(JsonParser.parseString(delivered)) + "\n").isEqualTo(file(name + "-response.json"));
    }

    @Test
    void splicesOnlyProviderAndCostIntoAStreamOfItsOwnForm() {
        assertThat(delivered(file("own-upstream.sse"), request(true, ""), OPENAI_RESPONSES, new KeptInMemory(), 4096))
            .isEqualTo(file("own-client.sse"));
    }

    @Test
    void splicesOnlyProviderAndCostIntoAResponseOfItsOwnForm() {
        var upstream
            = "{\"id\":\"resp_up\", \"status\":\"completed\",\"store\": false,\"output\":[],\"x\":1.0,\"usage\":"
                + "{\"input_tokens\":100,\"output_tokens\":20}}";

        assertThat(delivered(upstream, request(false, ",\"store\":false"), OPENAI_RESPONSES, new KeptInMemory(), 9))
            .isEqualTo(
                "{\"id\":\"resp_up\", \"status\":\"completed\",\"store\": false,\"output\":[],\"x\":1.0,\"usage\":"
                    + "{\"input_tokens\":100,\"output_tokens\":20,\"cost\":0.0006},\"provider\":\"OpenAI\"}");
    }

    @ParameterizedTest
    @CsvSource({"text-chat,openai.chat", "tools-chat,openai.chat", "thinking-chat,openai.chat", "odd-chat,openai.chat",
        "custom-chat,openai.chat", "media-chat,openai.chat", "own-upstream,openai.responses"})
    void saysTheSameWhereverAStreamIsCutAndNeverThatABrokenOneIsComplete(String name, String form) {
        new StreamCuts(Form.of(form), "text/event-stream", () -> new ResponsesDialect()
            .writer(facts(Samples.PRICED, request(true, ""), Form.of(form)))).check(bytes(file(name + ".sse")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "tools", "thinking", "odd", "custom", "media"})
    void tellsTheSameInPiecesAsAtTheEnd(String name) {
        var events = events(
            delivered(file(name + "-chat.sse"), request(true, ""), OPENAI_CHAT, AnswerStore.none(), 4096));

        assertThat(events).extracting(event -> event.get("sequence_number").getAsInt())
            .isEqualTo(IntStream.range(0, events.size()).boxed().toList());
        var output = events.get(events.size() - 1).getAsJsonObject("response").getAsJsonArray("output");
        for (var event : events) {
            if (event.get("type").getAsString().equals("response.output_item.done")) {
                assertThat(event.get("item")).isEqualTo(output.get(event.get("output_index").getAsInt()));
            }
        }
    }

    private static List<JsonObject> events(String said) {
        return said.lines().filter(line -> line.startsWith("data: "))
            .map(line -> JsonParser.parseString(line.substring(6)).getAsJsonObject()).toList();
    }

    @ParameterizedTest
    @CsvSource({"stop,completed,null", "tool_calls,completed,null", "length,incomplete,max_output_tokens",
        "content_filter,incomplete,content_filter"})
    void saysEveryFinishReasonAsAStatus(String finish, String status, String reason) {
        var chat = "{\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":\"%s\"}]}".formatted(finish);

        var said = JsonParser.parseString(
            delivered(chat, request(false, ""), OPENAI_CHAT, AnswerStore.none(), 4096)).getAsJsonObject();

        assertThat(said.get("status").getAsString()).isEqualTo(status);
        assertThat(said.get("incomplete_details").toString())
            .isEqualTo(reason.equals("null") ? "null" : "{\"reason\":\"%s\"}".formatted(reason));
    }

    @Test
    void repeatsWhatWasAskedFor() {
        var more = """
            ,"temperature":0.5,"metadata":{"a":"b"},"reasoning":{"effort":"low"},"text":{"verbosity":"low"},\
            "tool_choice":"none","max_output_tokens":9,"instructions":"Be brief","user":"u\"""";

        var said = JsonParser.parseString(delivered("{\"choices\":[{\"message\":{\"content\":\"a\"}}]}",
            request(false, more), OPENAI_CHAT, AnswerStore.none(), 4096)).getAsJsonObject();

        assertThat(said.get("temperature").toString()).isEqualTo("0.5");
        assertThat(said.get("metadata").toString()).isEqualTo("{\"a\":\"b\"}");
        assertThat(said.get("reasoning").toString()).isEqualTo("{\"effort\":\"low\",\"summary\":null}");
        assertThat(said.get("text").toString()).isEqualTo("{\"verbosity\":\"low\",\"format\":{\"type\":\"text\"}}");
        assertThat(said.get("tool_choice").getAsString()).isEqualTo("none");
        assertThat(said.get("max_output_tokens").getAsInt()).isEqualTo(9);
        assertThat(said.get("instructions").getAsString()).isEqualTo("Be brief");
        assertThat(said.get("user").getAsString()).isEqualTo("u");
        assertThat(said.get("tools").toString()).isEqualTo("[{\"type\":\"custom\",\"name\":\"apply_patch\"}]");
    }

    @Test
    void neverTellsAnAnswerThatEndedInAnErrorAsComplete() {
        assertThatThrownBy(
            () -> delivered("{\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":\"error\"}]}",
                request(false, ""), OPENAI_CHAT, AnswerStore.none(), 4096))
            .isInstanceOfSatisfying(GatewayException.class,
                error -> assertThat(error.type()).isEqualTo(ErrorType.PROVIDER_UNAVAILABLE));
    }

    @Test
    void tellsOfAFailureThatCameBeforeAnythingElse() {
        var writer = new ResponsesDialect().writer(facts(Samples.PRICED, request(true, ""), OPENAI_CHAT));

        assertThat(text(writer.keepAlive())).isEqualTo(": POWERSTRIP PROCESSING\n");
        assertThat(text(writer.fail(new GatewayException(ErrorType.PROVIDER_OVERLOADED, "busy")))).isEqualTo(
            "event: error\ndata: {\"type\":\"error\",\"sequence_number\":0,\"code\":\"server_error\",\"message\":\"busy\","
                + "\"param\":null,\"error_type\":\"provider_overloaded\"}\n\n");
    }

    @Test
    void tellsAResponseThatBeganAsFailed() {
        var writer = new ResponsesDialect().writer(facts(Samples.PRICED, request(true, ""), OPENAI_CHAT));
        writer.write(Chunk.piece(OPENAI_CHAT, "",
            bytes("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Half\"}}]}")).build());

        var failed = events(text(writer.fail(new GatewayException(ErrorType.PROVIDER_RATE_LIMITED, "slow")))).get(0);

        assertThat(failed.get("type").getAsString()).isEqualTo("response.failed");
        assertThat(failed.get("sequence_number").getAsInt()).isEqualTo(5);
        var response = failed.getAsJsonObject("response");
        assertThat(response.get("status").getAsString()).isEqualTo("failed");
        assertThat(response.get("error").toString())
            .isEqualTo("{\"code\":\"rate_limit_exceeded\",\"message\":\"slow\"}");
        assertThat(response.get("error_type").getAsString()).isEqualTo("rate_limit_exceeded");
    }

    @Test
    void tellsAResponseOfItsOwnFormAsFailedUnderItsOwnId() {
        var upstream = file("own-upstream.sse");
        var facts = facts(Samples.PRICED, request(true, ""), OPENAI_RESPONSES);
        var writer = new ResponsesDialect().writer(facts);
        var first = upstream.lines().filter(line -> line.startsWith("data: ")).findFirst().orElseThrow().substring(6);
        writer.write(Chunk.piece(OPENAI_RESPONSES, "response.created", bytes(first)).build());

        var failed = events(text(writer.fail(new GatewayException(ErrorType.PROVIDER_UNAVAILABLE, "gone")))).get(0);

        assertThat(failed.get("sequence_number").getAsInt()).isEqualTo(1);
        assertThat(failed.getAsJsonObject("response").get("id").getAsString()).isEqualTo("resp_up");
        assertThat(failed.getAsJsonObject("response").get("status").getAsString()).isEqualTo("failed");
    }

    @Test
    void refusesAnAnswerOfTheWrongShape() {
        var whole = Chunk.whole(OPENAI_RESPONSES, bytes("{\"output\":[]}")).build();
        var piece = Chunk.piece(OPENAI_RESPONSES, "x", bytes("{\"type\":\"x\"}")).build();

        assertThatThrownBy(() -> new ResponsesDialect()
            .writer(facts(Samples.PRICED, request(true, ""), OPENAI_RESPONSES)).write(whole))
            .isInstanceOf(GatewayException.class).hasMessageContaining("a stream was asked for");
        assertThatThrownBy(() -> new ResponsesDialect()
            .writer(facts(Samples.PRICED, request(false, ""), OPENAI_RESPONSES)).write(piece))
            .isInstanceOf(GatewayException.class);
    }
}
