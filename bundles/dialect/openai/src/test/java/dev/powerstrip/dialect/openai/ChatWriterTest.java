package dev.powerstrip.dialect.openai;

import static dev.powerstrip.dialect.openai.Samples.bytes;
import static dev.powerstrip.dialect.openai.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.form.Framing;
import dev.powerstrip.sdk.provider.Endpoint;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Upstream answers and what the client gets of them stand in files under golden/. */
class ChatWriterTest {

    @ParameterizedTest
    @ValueSource(strings = {"text", "tools", "odd", "rich"})
    void splicesOnlyWhatIsMeantIntoAStream(String name) {
        for (int size : new int[] {1, 7, 4096}) {
            assertThat(delivered(name + "-upstream.sse", Samples.PRICED, size)).as("%d bytes at a time", size)
                .isEqualTo(Samples.file(name + "-client.sse"));
        }
    }

    @Test
    void splicesOnlyWhatIsMeantIntoAWholeAnswer() {
        assertThat(delivered("completion-upstream.json", Samples.PRICED, 7))
            .isEqualTo(Samples.file("completion-client.json"));
    }

    @Test
    void leavesTheCostOutWhereNoPriceIsKnown() {
        assertThat(delivered("completion-upstream.json", Samples.UNPRICED, 4096))
            .contains("\"provider\":\"Local \\\"box\\\"\"")
            .contains("\"model\": \"local/llama\"").doesNotContain("cost");
    }

    @Test
    void tellsOfAFailureInTheStreamAndEndsThere() {
        var error = new GatewayException(ErrorType.PROVIDER_UNAVAILABLE, "the provider broke off").with("provider_code",
            "reset");

        assertThat(text(new ChatWriter(Samples.facts(Samples.PRICED, true)).fail(error))).isEqualTo(
            "data: {\"id\":\"gen-1789000000-AbCdEfGhIjKlMnOpQrSt\",\"object\":\"chat.completion.chunk\",\"created\":1789000000,"
                + "\"model\":\"openai/gpt-4o-mini\",\"provider\":\"OpenAI\",\"error\":{\"code\":502,"
                + "\"message\":\"the provider broke off\",\"metadata\":{\"error_type\":\"provider_unavailable\","
                + "\"provider_code\":\"reset\"}},\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\"},"
                + "\"finish_reason\":\"error\",\"native_finish_reason\":null}]}\n\n");
    }

    @Test
    void showsWhatWasSentUpstream() {
        var writer = new ChatWriter(Samples.facts(Samples.PRICED, true));

        assertThat(text(writer.sent(bytes("{\"model\": \"native\",\n\"temperature\":1.0}")))).isEqualTo(
            "data: {\"id\":\"gen-1789000000-AbCdEfGhIjKlMnOpQrSt\",\"object\":\"chat.completion.chunk\",\"created\":1789000000,"
                + "\"model\":\"openai/gpt-4o-mini\",\"provider\":\"OpenAI\",\"choices\":[],"
                + "\"debug\":{\"echo_upstream_body\":{\"model\":\"native\",\"temperature\":1.0}}}\n\n");
        assertThat(text(writer.sent(bytes("a=b")))).contains("{\"echo_upstream_body\":\"a=b\"}");
    }

    @Test
    void keepsAliveByACommentWithASingleLineFeed() {
        assertThat(text(new ChatWriter(Samples.facts(Samples.PRICED, true)).keepAlive()))
            .isEqualTo(": POWERSTRIP PROCESSING\n");
        assertThat(new ChatWriter(Samples.facts(Samples.PRICED, false)).keepAlive()).isEmpty();
    }

    @Test
    void namesItsContentType() {
        assertThat(new ChatWriter(Samples.facts(Samples.PRICED, true)).contentType()).isEqualTo("text/event-stream");
        assertThat(new ChatWriter(Samples.facts(Samples.PRICED, false)).contentType()).isEqualTo("application/json");
    }

    @Test
    void refusesAnAnswerOfTheWrongShape() {
        var whole = Chunk.whole(Form.OPENAI_CHAT, bytes("{\"choices\":[]}")).build();
        var piece = Chunk.piece(Form.OPENAI_CHAT, "", bytes("{\"choices\":[]}")).build();

        assertThatThrownBy(() -> new ChatWriter(Samples.facts(Samples.PRICED, true)).write(whole))
            .isInstanceOf(GatewayException.class).hasMessageContaining("a stream was asked for");
        assertThatThrownBy(() -> new ChatWriter(Samples.facts(Samples.PRICED, false)).write(piece))
            .isInstanceOf(GatewayException.class);
    }

    private static String delivered(String file, Endpoint endpoint, int size) {
        boolean streamed = file.endsWith(".sse");
        var framing = Framing.of(streamed ? "text/event-stream" : "application/json");
        var reader = AnswerReader.of(Form.OPENAI_CHAT);
        var writer = new ChatWriter(Samples.facts(endpoint, streamed));
        var out = new ByteArrayOutputStream();
        var upstream = bytes(Samples.file(file));
        for (int at = 0; at < upstream.length; at += size) {
            framing.feed(upstream, at, Math.min(size, upstream.length - at),
                frame -> reader.read(frame, chunk -> out.writeBytes(writer.write(chunk))));
        }
        framing.end(frame -> reader.read(frame, chunk -> out.writeBytes(writer.write(chunk))));
        return text(out.toByteArray());
    }
}
