package dev.powerstrip.dialect.anthropic;

import static dev.powerstrip.dialect.anthropic.Samples.bytes;
import static dev.powerstrip.dialect.anthropic.Samples.facts;
import static dev.powerstrip.dialect.anthropic.Samples.text;
import static dev.powerstrip.sdk.form.Form.ANTHROPIC_MESSAGES;
import static dev.powerstrip.sdk.form.Form.OPENAI_CHAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParser;
import dev.powerstrip.sdk.dialect.AnswerFacts;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Frame;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Upstream answers and what the client gets of them stand in files under golden/. */
class MessagesWriterTest {

    private final Gson pretty = new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();

    @ParameterizedTest
    @ValueSource(strings = {"own", "own-blocks"})
    void splicesOnlyProviderAndCostIntoAStreamOfItsOwnForm(String name) {
        var upstream = Samples.file(name + "-upstream.sse");

        for (int size : new int[] {1, 7, 4096}) {
            assertThat(Samples.delivered(upstream, Samples.PRICED, ANTHROPIC_MESSAGES, true, size))
                .as("%d bytes at a time", size).isEqualTo(Samples.file(name + "-client.sse"));
        }
    }

    @Test
    void splicesOnlyProviderAndCostIntoAMessageOfItsOwnForm() {
        var upstream
            = "{\"id\":\"msg_1\", \"type\":\"message\",\"model\":\"claude-x\",\"content\":[],\"x\":1.0,\"usage\":"
                + "{\"input_tokens\":100,\"output_tokens\":20,\"cache_read_input_tokens\":1000,\"cache_creation_input_tokens\":0}}";

        assertThat(Samples.delivered(upstream, Samples.PRICED, ANTHROPIC_MESSAGES, false, 9)).isEqualTo(
            "{\"id\":\"msg_1\", \"type\":\"message\",\"model\":\"claude-x\",\"content\":[],\"x\":1.0,\"usage\":"
                + "{\"input_tokens\":100,\"output_tokens\":20,\"cache_read_input_tokens\":1000,"
                + "\"cache_creation_input_tokens\":0,\"cost\":0.0009},\"provider\":\"Anthropic\"}");
        assertThat(Samples.delivered(upstream, Samples.UNPRICED, ANTHROPIC_MESSAGES, false, 9)).doesNotContain("cost")
            .contains("\"provider\":\"Local \\\"box\\\"\"");
    }

    @Test
    void namesWhatMessagesHaveNoBlocksFor() {
        var facts = facts(Samples.PRICED, false, OPENAI_CHAT);
        var answer
            = "{\"choices\":[{\"index\":0,\"logprobs\":{\"content\":[]},\"message\":{\"images\":[{}],"
                + "\"content\":[{\"type\":\"native\",\"form\":\"gemini.generate\",\"value\":{}}]},"
                + "\"finish_reason\":\"stop\"}]}";
        var writer = new MessagesWriter(facts);

        AnswerReader.of(OPENAI_CHAT).read(new Frame("", bytes(answer), true), writer::write);

        assertThat(facts.request().dropped()).containsExactly("images", "logprobs", "native:gemini.generate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "tools", "thinking", "foreign", "odd", "citations"})
    void saysACanonicalStreamAsEvents(String name) {
        var upstream = Samples.file(name + "-chat.sse");

        for (int size : new int[] {1, 7, 4096}) {
            assertThat(Samples.delivered(upstream, Samples.PRICED, OPENAI_CHAT, true, size))
                .as("%d bytes at a time", size).isEqualTo(Samples.file(name + "-events.sse"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"completion", "completion-thinking"})
    void saysACanonicalCompletionAsAMessage(String name) {
        var delivered = Samples.delivered(Samples.file(name + ".json"), Samples.PRICED, OPENAI_CHAT, false, 4096);

        assertThat(pretty.toJson(JsonParser.parseString(delivered)) + "\n")
            .isEqualTo(Samples.file(name + "-message.json"));
    }

    @ParameterizedTest
    @CsvSource({"stop,stop,end_turn", "length,length,max_tokens", "tool_calls,tool_calls,tool_use",
        "content_filter,content_filter,refusal", "stop,stop_sequence,stop_sequence", "stop,pause_turn,pause_turn",
        "length,MAX_TOKENS,max_tokens"})
    void saysEveryFinishReasonAsAStopReason(String finish, String nativeFinish, String stopReason) {
        var chat
            = "{\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":\"%s\",\"native_finish_reason\":\"%s\"}]}"
                .formatted(finish, nativeFinish);

        assertThat(Samples.delivered(chat, Samples.PRICED, OPENAI_CHAT, false, 4096))
            .contains("\"stop_reason\":\"" + stopReason + "\"");
    }

    @Test
    void tellsTheStopSequenceThatAServerNames() {
        var chat
            = "{\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":\"stop\",\"stop_reason\":\"%s\"}]}";

        assertThat(stopped(chat.formatted("END")))
            .contains("\"stop_reason\":\"stop_sequence\",\"stop_sequence\":\"END\"");
        assertThat(stopped(chat.formatted("other"))).contains("\"stop_reason\":\"end_turn\",\"stop_sequence\":null");
    }

    private static String stopped(String chat) {
        var request = MessagesRequests.read(bytes("{\"model\":\"m\",\"max_tokens\":9,\"stop_sequences\":[\"END\"],"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}"));
        var writer = new MessagesWriter(
            new AnswerFacts("gen-1", Instant.EPOCH, request, Samples.PRICED, OPENAI_CHAT));
        var said = new ByteArrayOutputStream();
        AnswerReader.of(OPENAI_CHAT).read(new Frame("", bytes(chat), true),
            chunk -> said.writeBytes(writer.write(chunk)));
        return text(said.toByteArray());
    }

    @Test
    void tellsCitationsWithTheTextTheyBelongTo() {
        var chat = "{\"choices\":[{\"message\":{\"content\":\"a\",\"annotations\":[{\"type\":\"url_citation\","
            + "\"url_citation\":{\"url\":\"https://a.example/\",\"title\":\"A\"}}]},\"finish_reason\":\"stop\"}]}";

        assertThat(Samples.delivered(chat, Samples.PRICED, OPENAI_CHAT, false, 4096)).contains(
            "\"content\":[{\"type\":\"text\",\"text\":\"a\",\"citations\":[{\"type\":\"web_search_result_location\","
                + "\"url\":\"https://a.example/\",\"title\":\"A\",\"cited_text\":\"\",\"encrypted_index\":\"\"}]}]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"'' | {}", "{} | {}", "{\\\"a\\\":1.0} | {\"a\":1.0}",
        "{\\\"a\\\": | {\"INVALID_JSON\":\"{\\\"a\\\":\"}", "[1] | {\"INVALID_JSON\":\"[1]\"}"})
    void givesAToolCallAnObjectWhateverTheArgumentsAre(String arguments, String input) {
        var chat = ("{\"choices\":[{\"message\":{\"tool_calls\":[{\"id\":\"t\",\"function\":{\"name\":\"f\","
            + "\"arguments\":\"%s\"}}]},\"finish_reason\":\"stop\"}]}").formatted(arguments);

        assertThat(Samples.delivered(chat, Samples.PRICED, OPENAI_CHAT, false, 4096))
            .contains("\"content\":[{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":" + input + "}]")
            .contains("\"stop_reason\":\"tool_use\"");
    }

    @Test
    void neverTellsAnAnswerThatEndedInAnErrorAsComplete() {
        assertThatThrownBy(
            () -> Samples.delivered("{\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":\"error\"}]}",
                Samples.PRICED, OPENAI_CHAT, false, 4096))
            .isInstanceOfSatisfying(GatewayException.class,
                error -> assertThat(error.type()).isEqualTo(ErrorType.PROVIDER_UNAVAILABLE));
    }

    @Test
    void pingsOnlyAfterTheMessageBegan() {
        var writer = new MessagesWriter(facts(Samples.PRICED, true, OPENAI_CHAT));

        assertThat(text(writer.keepAlive())).isEqualTo(": POWERSTRIP PROCESSING\n");

        writer.write(Chunk.piece(OPENAI_CHAT, "", bytes("{\"choices\":[]}")).build());

        assertThat(text(writer.keepAlive())).isEqualTo("event: ping\ndata: {\"type\": \"ping\"}\n\n");
        assertThat(new MessagesWriter(facts(Samples.PRICED, false, OPENAI_CHAT)).keepAlive()).isEmpty();
    }

    @Test
    void tellsOfAFailureInTheStream() {
        var writer = new MessagesWriter(facts(Samples.PRICED, true, OPENAI_CHAT));

        assertThat(text(writer.fail(new GatewayException(ErrorType.PROVIDER_OVERLOADED, "busy")))).isEqualTo(
            "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"busy\","
                + "\"error_type\":\"provider_overloaded\"},\"request_id\":\"" + Samples.ID + "\"}\n\n");
    }

    @Test
    void refusesAnAnswerOfTheWrongShape() {
        var whole = Chunk.whole(ANTHROPIC_MESSAGES, bytes("{\"type\":\"message\"}")).build();
        var piece = Chunk.piece(ANTHROPIC_MESSAGES, "ping", bytes("{\"type\":\"ping\"}")).build();

        assertThatThrownBy(() -> new MessagesWriter(facts(Samples.PRICED, true, ANTHROPIC_MESSAGES)).write(whole))
            .isInstanceOf(GatewayException.class).hasMessageContaining("a stream was asked for");
        assertThatThrownBy(() -> new MessagesWriter(facts(Samples.PRICED, false, ANTHROPIC_MESSAGES)).write(piece))
            .isInstanceOf(GatewayException.class);
    }
}
