package dev.powerstrip.dialect.openai;

import static dev.powerstrip.dialect.openai.Samples.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.powerstrip.sdk.chat.Capability;
import dev.powerstrip.sdk.chat.ModelRequest;
import dev.powerstrip.sdk.dialect.AnswerFacts;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.form.Frame;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.http.RequestHead;
import dev.powerstrip.sdk.provider.Endpoint;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked and answered in one list: embeddings and rerank. */
class ListRequestsTest {

    private final OpenAiDialect dialect = new OpenAiDialect();

    @ParameterizedTest
    @ValueSource(strings = {"\"text\"", "[\"a\",\"b\"]", "[1,2,3]", "[[1,2],[3]]",
        "[{\"content\":[{\"type\":\"text\",\"text\":\"a\"}]}]"})
    void readsEveryKindOfInput(String input) {
        var request = read("embeddings", "{\"model\":\"m\",\"input\":%s,\"dimensions\":3,\"odd\":1}".formatted(input));

        assertThat(request.capability()).isEqualTo(Capability.EMBEDDINGS);
        assertThat(request.form()).isEqualTo(Form.OPENAI_EMBEDDINGS);
        assertThat(request.streamed()).isFalse();
        assertThat(dialect.canonical(request)).isSameAs(request);
    }

    @Test
    void readsARerankRequest() {
        var request
            = read("rerank", "{\"model\":\"m\",\"query\":\"q\",\"documents\":[\"a\",{\"text\":\"b\"}],\"top_n\":1}");

        assertThat(request.capability()).isEqualTo(Capability.RERANK);
        assertThat(request.form()).isEqualTo(Form.OPENROUTER_RERANK);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|',
        value = {"embeddings|{}|model is required", "embeddings|{\"model\":\"m\"}|input is required",
            "embeddings|{\"model\":\"m\",\"input\":\"\"}|input must not be empty",
            "embeddings|{\"model\":\"m\",\"input\":[]}|input must hold at least one text",
            "embeddings|{\"model\":\"m\",\"input\":[\"a\",true]}|input[1] must be",
            "embeddings|{\"model\":\"m\",\"input\":[[1,\"x\"]]}|input[0][1] must be a whole number",
            "embeddings|{\"model\":\"m\",\"input\":\"a\",\"encoding_format\":\"int8\"}|encoding_format must be",
            "embeddings|{\"model\":\"m\",\"input\":\"a\",\"dimensions\":0}|dimensions must be",
            "rerank|{\"model\":\"m\",\"documents\":[\"a\"]}|query is required",
            "rerank|{\"model\":\"m\",\"query\":\"q\",\"documents\":[]}|documents must hold at least one document",
            "rerank|{\"model\":\"m\",\"query\":\"q\",\"documents\":[7]}|documents[0] must be",
            "rerank|{\"model\":\"m\",\"query\":\"q\",\"documents\":[\"a\"],\"top_n\":0}|top_n must be"})
    void refusesByNameWhatIsWrong(String route, String body, String message) {
        assertThatThrownBy(() -> read(route, body)).isInstanceOfSatisfying(GatewayException.class,
            error -> assertThat(error.type()).isEqualTo(ErrorType.INVALID_REQUEST)).hasMessageContaining(message);
    }

    @Test
    void saysItsOwnIdModelProviderAndCostAndLeavesTheRestAsItCame() {
        var request = read("embeddings", "{\"model\":\"m\",\"input\":\"a\"}");
        var writer
            = dialect.writer(new AnswerFacts("gen-1", Instant.EPOCH, request, endpoint(), Form.OPENAI_EMBEDDINGS));

        var said
            = writer.write(read(Form.OPENAI_EMBEDDINGS, "{\"object\":\"list\",\"data\":[{\"embedding\":[1.50,1e-3]}],"
                + "\"model\":\"native\",\"usage\":{\"prompt_tokens\":5,\"total_tokens\":5}}"));

        assertThat(writer.contentType()).isEqualTo("application/json");
        assertThat(Samples.text(said)).isEqualTo("{\"object\":\"list\",\"data\":[{\"embedding\":[1.50,1e-3]}],"
            + "\"model\":\"acme/embed\",\"usage\":{\"prompt_tokens\":5,\"total_tokens\":5,\"cost\":0.0001},"
            + "\"id\":\"gen-1\",\"provider\":\"Acme\"}");
    }

    private static Endpoint endpoint() {
        JsonObject facts = JsonParser.parseString("{\"pricing\":{\"prompt\":\"0.00002\",\"completion\":\"0\"}}")
            .getAsJsonObject();
        return Endpoint.of("acme", "Acme", "acme/embed", "native", facts);
    }

    private static Chunk read(Form form, String answer) {
        var chunks = new ArrayList<Chunk>();
        AnswerReader.of(form).read(new Frame("", bytes(answer), true), chunks::add);
        return chunks.get(0);
    }

    private ModelRequest read(String route, String body) {
        return dialect.read(new RequestHead("POST", "/v1/" + route, "", Headers.none(),
            new InetSocketAddress("127.0.0.1", 4000)), bytes(body));
    }
}
