package dev.powerstrip.dialect.openai;

import static dev.powerstrip.dialect.openai.Samples.bytes;
import static dev.powerstrip.dialect.openai.Samples.head;
import static dev.powerstrip.dialect.openai.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.powerstrip.sdk.chat.ModelRequest;
import dev.powerstrip.sdk.dialect.AnswerFacts;
import dev.powerstrip.sdk.dialect.AnswerWriter;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.form.Framing;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text completions, asked of models that chat. What they answer, and what the client gets of it, stands in golden/. */
class CompletionsTest {

    private final OpenAiDialect dialect = new OpenAiDialect();

    @Test
    void saysThePromptToTheModelAsTheOneMessage() {
        var request = read("{\"model\":\"a/b\", \"prompt\":\"Once \\\"upon\\\"\", \"max_tokens\":1e2, \"logprobs\":2,"
            + "\"echo\":true,\"best_of\":1,\"suffix\":\"\",\"stop\":[\"\\n\"],\"x_new\":1.0,\"stream\":true}");

        var canonical = dialect.canonical(request);

        assertThat(canonical.form()).isEqualTo(Form.OPENAI_CHAT);
        assertThat(canonical.models()).containsExactly("a/b");
        assertThat(canonical.streamed()).isTrue();
        assertThat(text(canonical.body().toBytes())).isEqualTo("{\"model\":\"a/b\", \"max_tokens\":1e2, "
            + "\"logprobs\":true,\"stop\":[\"\\n\"],\"x_new\":1.0,\"stream\":true,\"messages\":"
            + "[{\"role\":\"user\",\"content\":\"Once \\\"upon\\\"\"}],\"top_logprobs\":2}");
    }

    @Test
    void takesAnArrayOfOnePrompt() {
        var canonical = dialect.canonical(read("{\"model\":\"m\",\"prompt\":[\"Once\"]}"));

        assertThat(text(canonical.body().get("messages").toBytes()))
            .isEqualTo("[{\"role\":\"user\",\"content\":\"Once\"}]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"\"x\":1 | prompt is required",
        "\"prompt\":7 | prompt must be a string; it is 7",
        "\"prompt\":[] | prompt must hold exactly one text: send a request for each",
        "\"prompt\":[\"a\",\"b\"] | prompt must hold exactly one text: send a request for each",
        "\"prompt\":[[1,2]] | prompt[0] must be a string; it is an array",
        "\"prompt\":[1] | prompt[0] must be a string; it is 1",
        "\"prompt\":\"a\",\"logprobs\":true | logprobs must be a whole number from 0 to 5; it is true",
        "\"prompt\":\"a\",\"logprobs\":6 | logprobs must be a whole number from 0 to 5; it is 6",
        "\"prompt\":\"a\",\"best_of\":3 | best_of must be 1: models that chat give no answers to choose from; n gives "
            + "several",
        "\"prompt\":\"a\",\"suffix\":\"b\" | suffix cannot be told to models that chat: put what is to follow into the "
            + "prompt",
        "\"prompt\":\"a\",\"temperature\":3 | temperature must be a number from 0 to 2; it is 3",
        "\"prompt\":\"a\",\"debug\":{\"echo_upstream_body\":true} | debug.echo_upstream_body is not supported by this API of "
            + "the gateway: remove it, or use chat/completions"})
    void refusesWhatCannotBeAskedByNameOfTheField(String fields, String message) {
        assertThatThrownBy(() -> read("{\"model\":\"m\"," + fields + "}")).isInstanceOf(GatewayException.class)
            .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"completions-text", "completions-choices"})
    void saysAChatsStreamAsTextCompletionChunks(String name) {
        assertThat(delivered(name + "-upstream.sse", "")).isEqualTo(Samples.file(name + "-client.sse"));
    }

    @Test
    void saysAWholeChatAnswerAsOneTextCompletion() {
        assertThat(delivered("completions-whole-upstream.json", "") + "\n")
            .isEqualTo(Samples.file("completions-whole-client.json"));
    }

    @Test
    void repeatsThePromptBeforeEveryChoiceWhereTheClientWantsIt() {
        var whole = delivered("completions-whole-upstream.json", ",\"echo\":true");
        var streamed = delivered("completions-choices-upstream.sse", ",\"echo\":true");

        assertThat(whole).contains("{\"text\":\"Once upon\",\"index\":0,", "\"text_offset\":[4,7]");
        assertThat(streamed).contains("{\"text\":\"Once\",\"index\":0,", "{\"text\":\"Once\",\"index\":1,",
            "{\"text\":\" a\",\"index\":0,");
    }

    @Test
    void tellsOfAFailureInTheStreamAndEndsThere() {
        var error = new GatewayException(ErrorType.PROVIDER_UNAVAILABLE, "the provider broke off");

        assertThat(text(writer(true, "").fail(error))).isEqualTo(
            "data: {\"id\":\"gen-1789000000-AbCdEfGhIjKlMnOpQrSt\",\"object\":\"text_completion\",\"created\":1789000000,"
                + "\"model\":\"openai/gpt-4o-mini\",\"provider\":\"OpenAI\",\"error\":{\"code\":502,"
                + "\"message\":\"the provider broke off\",\"metadata\":{\"error_type\":\"provider_unavailable\"}},"
                + "\"choices\":[{\"text\":\"\",\"index\":0,\"logprobs\":null,\"finish_reason\":\"error\","
                + "\"native_finish_reason\":null}]}\n\n");
        assertThat(writer(false, "").fail(error)).isEmpty();
    }

    @Test
    void keepsAStreamAliveByAComment() {
        assertThat(text(writer(true, "").keepAlive())).isEqualTo(": POWERSTRIP PROCESSING\n");
        assertThat(writer(false, "").keepAlive()).isEmpty();
        assertThat(writer(true, "").contentType()).isEqualTo("text/event-stream");
        assertThat(writer(false, "").contentType()).isEqualTo("application/json");
    }

    private ModelRequest read(String json) {
        return dialect.read(head("POST", "/v1/completions"), bytes(json));
    }

    private AnswerWriter writer(boolean streamed, String fields) {
        var request = read("{\"model\":\"openai/gpt-4o-mini\",\"prompt\":\"Once\",\"stream\":%s%s}".formatted(streamed,
            fields));
        return dialect.writer(new AnswerFacts("gen-1789000000-AbCdEfGhIjKlMnOpQrSt", Instant.ofEpochSecond(1789000000),
            request, Samples.PRICED, Form.OPENAI_CHAT));
    }

    private String delivered(String file, String fields) {
        boolean streamed = file.endsWith(".sse");
        var framing = Framing.of(streamed ? "text/event-stream" : "application/json");
        var reader = AnswerReader.of(Form.OPENAI_CHAT);
        var writer = writer(streamed, fields);
        var out = new ByteArrayOutputStream();
        var upstream = bytes(Samples.file(file));
        framing.feed(upstream, 0, upstream.length,
            frame -> reader.read(frame, chunk -> out.writeBytes(writer.write(chunk))));
        framing.end(frame -> reader.read(frame, chunk -> out.writeBytes(writer.write(chunk))));
        return text(out.toByteArray());
    }
}
