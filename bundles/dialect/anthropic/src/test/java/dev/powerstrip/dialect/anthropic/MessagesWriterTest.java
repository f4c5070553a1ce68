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
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Chunk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Upstream answers and what the client gets of them stand in files under golden/. */
class MessagesWriterTest {

    private final Gson pretty = new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();

    @Test
    void splicesOnlyProviderAndCostIntoAStreamOfItsOwnForm() {
        var upstream = Samples.file("own-upstream.sse");

        for (int size : new int[] {1, 7, 4096}) {
            assertThat(Samples.delivered(upstream, Samples.PRICED, ANTHROPIC_MESSAGES, true, size))
                .as("%d bytes at a time", size).isEqualTo(Samples.file("own-client.sse"));
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

    @ParameterizedTest
    @ValueSource(strings = {"text", "tools", "thinking", "odd"})
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
