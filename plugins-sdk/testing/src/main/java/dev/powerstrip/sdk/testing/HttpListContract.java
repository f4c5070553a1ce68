package dev.powerstrip.sdk.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.powerstrip.sdk.chat.EmbeddingRequest;
import dev.powerstrip.sdk.chat.ImageRequest;
import dev.powerstrip.sdk.chat.ModerationRequest;
import dev.powerstrip.sdk.chat.ProviderPreferences;
import dev.powerstrip.sdk.chat.RerankRequest;
import dev.powerstrip.sdk.chat.SpeechRequest;
import dev.powerstrip.sdk.chat.TranscriptionRequest;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.form.ServerSentEvent;
import dev.powerstrip.sdk.http.MultipartForm;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.provider.EmbeddingProvider;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.provider.ImageProvider;
import dev.powerstrip.sdk.provider.ModerationProvider;
import dev.powerstrip.sdk.provider.Provider;
import dev.powerstrip.sdk.provider.ProviderResponse;
import dev.powerstrip.sdk.provider.RerankProvider;
import dev.powerstrip.sdk.provider.SpeechProvider;
import dev.powerstrip.sdk.provider.TranscriptionProvider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What every adapter of an HTTP upstream promises that does something else than chat. It is shown by golden exchanges in
 * {@code openai.embeddings}, {@code openrouter.rerank}, {@code openai.images}, {@code openai.speech},
 * {@code openai.transcription} and {@code openai.moderation}: {@code request.json}, {@code upstream-request.json},
 * {@code upstream-answer.json} and {@code answer.json}; beside those of a form stands {@code upstream-head.txt}.
 *
 * <p>An answer in events is {@code upstream-answer.sse} and {@code answer.sse}, one of sound {@code upstream-answer.mp3},
 * which has to come as it is. The {@code request.json} of a transcription is what its form says beside the file, and its
 * {@code upstream-request.txt} that form.
 *
 * <p>Run with {@code -Dgolden.update=true} to have the expected files written, and review them.
 */
@Timeout(120)
public abstract class HttpListContract {

    private static final boolean UPDATE = Boolean.getBoolean("golden.update");
    private static final String CREDENTIAL = "sk-contract-0123456789";
    private static final String COMPLAINT = "the contract wants it so";

    /** Notes what is proven of the provider. */
    @RegisterExtension
    final Proofs proofs = new Proofs(
        () -> endpoint(exchanges().findFirst().map(Exchange::form).orElse(Form.OPENAI_EMBEDDINGS)).provider());

    private FakeUpstream upstream;

    /** The provider under test. */
    protected abstract Provider provider();

    /** The endpoint that a request of that form is for. */
    protected abstract Endpoint endpoint(Form form);

    /** The folder of the golden files. */
    protected Path golden() {
        return Path.of("src", "test", "golden");
    }

    /** The body of an error as this upstream writes it. */
    protected String errorBody(String message) {
        return "{\"error\":{\"message\":\"%s\",\"type\":\"some_error\",\"param\":null,\"code\":null}}"
            .formatted(message);
    }

    @BeforeEach
    final void startUpstream() throws IOException {
        upstream = new FakeUpstream();
    }

    @AfterEach
    final void stopUpstream() {
        upstream.close();
    }

    private Stream<DynamicTest> each(Consumer<Exchange> promise) {
        var exchanges = exchanges().toList();
        assertThat(exchanges).as("golden exchanges in " + golden()).isNotEmpty();
        return each(exchanges.stream(), promise);
    }

    private static Stream<DynamicTest> each(Stream<Exchange> exchanges, Consumer<Exchange> promise) {
        return exchanges.map(exchange -> dynamicTest(exchange.form + "/" + exchange.folder.getFileName(),
            () -> promise.accept(exchange)));
    }

    private Stream<Exchange> exchanges() {
        return Stream.of(Form.OPENAI_EMBEDDINGS, Form.OPENROUTER_RERANK, Form.OPENAI_IMAGES, Form.OPENAI_SPEECH,
            Form.OPENAI_TRANSCRIPTION, Form.OPENAI_MODERATION).flatMap(this::exchanges);
    }

    private Stream<Exchange> exchanges(Form form) {
        var folder = golden().resolve(form.name());
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try (var folders = Files.list(folder)) {
            return folders.filter(Files::isDirectory).sorted().map(exchange -> new Exchange(form, exchange)).toList()
                .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Answer answer(Exchange exchange, Reply reply) {
        upstream.answer(reply);
        var attempt = TestAttempt.at(endpoint(exchange.form), upstream.baseUri()).withCredential(CREDENTIAL);
        return Answer.of(() -> ask(exchange, attempt), attempt);
    }

    private ProviderResponse ask(Exchange exchange, TestAttempt attempt) throws IOException {
        var body = JsonView.parse(exchange.bytes("request.json"));
        var form = exchange.form;
        var models = List.of(body.get("model").string().orElseThrow());
        var none = ProviderPreferences.none();
        boolean streamed = exchange.isStreamed();
        if (form.equals(Form.OPENAI_EMBEDDINGS)) {
            return ((EmbeddingProvider) provider()).embed(new EmbeddingRequest(form, body, models, none), attempt);
        }
        if (form.equals(Form.OPENROUTER_RERANK)) {
            return ((RerankProvider) provider()).rerank(new RerankRequest(form, body, models, none), attempt);
        }
        if (form.equals(Form.OPENAI_IMAGES)) {
            return ((ImageProvider) provider()).generate(new ImageRequest(form, body, models, streamed, none), attempt);
        }
        if (form.equals(Form.OPENAI_SPEECH)) {
            return ((SpeechProvider) provider()).speak(new SpeechRequest(form, body, models, streamed, none), attempt);
        }
        if (form.equals(Form.OPENAI_TRANSCRIPTION)) {
            return ((TranscriptionProvider) provider()).transcribe(
                new TranscriptionRequest(form, body, upload(body), models, streamed, none), attempt);
        }
        return ((ModerationProvider) provider()).moderate(new ModerationRequest(form, body, models, none), attempt);
    }

    private static MultipartForm upload(JsonView body) {
        var upload = MultipartForm.empty("golden").withFile("file", "sound.wav", "audio/wav",
            "sound".getBytes(StandardCharsets.UTF_8));
        for (var field : body.fields().entrySet()) {
            upload = upload.withText(field.getKey(), field.getValue().string()
                .orElseGet(() -> new String(field.getValue().toBytes(), StandardCharsets.UTF_8)));
        }
        return upload;
    }

    @TestFactory
    final Stream<DynamicTest> saysTheRequestInTheUpstreamsWords() {
        return each(exchange -> {
            answer(exchange, exchange.reply());

            var request = upstream.take();
            exchange.expectRequest(request.text());
            assertThat(request.path() + request.text()).doesNotContain(CREDENTIAL);
        });
    }

    @TestFactory
    final Stream<DynamicTest> asksAtTheUpstreamsAddressInItsHeaders() {
        return each(exchange -> {
            answer(exchange, exchange.reply());

            exchange.expectHead(UpstreamHead.of(upstream.take()));
        });
    }

    @TestFactory
    @Proves(Feature.EMBEDDINGS)
    final Stream<DynamicTest> readsTheEmbeddings() {
        return each(exchanges(Form.OPENAI_EMBEDDINGS), this::reads);
    }

    @TestFactory
    @Proves(Feature.RERANK)
    final Stream<DynamicTest> readsTheOrder() {
        return each(exchanges(Form.OPENROUTER_RERANK), this::reads);
    }

    @TestFactory
    @Proves(Feature.IMAGE_GENERATION)
    final Stream<DynamicTest> readsThePictures() {
        return each(exchanges(Form.OPENAI_IMAGES), this::reads);
    }

    @TestFactory
    @Proves(Feature.SPEECH)
    final Stream<DynamicTest> readsTheSpeech() {
        return each(exchanges(Form.OPENAI_SPEECH), this::reads);
    }

    @TestFactory
    @Proves(Feature.TRANSCRIPTION)
    final Stream<DynamicTest> readsTheTranscript() {
        return each(exchanges(Form.OPENAI_TRANSCRIPTION), this::reads);
    }

    @TestFactory
    @Proves(Feature.MODERATION)
    final Stream<DynamicTest> readsTheJudgement() {
        return each(exchanges(Form.OPENAI_MODERATION), this::reads);
    }

    private void reads(Exchange exchange) {
        var answer = answer(exchange, exchange.reply());

        answer.failure().ifPresent(failure -> {
            throw new AssertionError("the answer failed", failure);
        });
        assertThat(answer.chunks()).isNotEmpty().allSatisfy(chunk -> {
            assertThat(chunk.form()).isEqualTo(exchange.form);
            assertThat(chunk.terminal()).isEqualTo(chunk == answer.chunks().get(answer.chunks().size() - 1));
            assertThat(chunk.whole()).isEqualTo(exchange.has("upstream-answer.json"));
        });
        if (!exchange.has("upstream-answer.mp3") && !exchange.form.equals(Form.OPENAI_MODERATION)) {
            assertThat(answer.chunks().get(answer.chunks().size() - 1).usage()).isPresent();
        }
        exchange.expectAnswer(answer.chunks());
    }

    @TestFactory
    final Stream<DynamicTest> neverTakesAnAnswerForWholeThatBrokeOff() {
        return each(exchange -> {
            var whole = exchange.bytes(exchange.answerFile());
            var half = Arrays.copyOf(whole, whole.length / 2);

            var answer = answer(exchange, Reply.chunked(200, exchange.contentType()).bytes(half).cut());

            assertThat(answer.failure()).isPresent();
            assertThat(answer.chunks()).noneMatch(Chunk::terminal);
        });
    }

    @TestFactory
    @Proves(Feature.ERRORS)
    final Stream<DynamicTest> failsWithTheErrorThatAStatusTells() {
        return each(exchange -> {
            assertThat(refused(exchange, 400)).isEqualTo(ErrorType.INVALID_REQUEST);
            assertThat(refused(exchange, 404)).isEqualTo(ErrorType.PROVIDER_NOT_FOUND);
            assertThat(refused(exchange, 429)).isEqualTo(ErrorType.PROVIDER_RATE_LIMITED);
            assertThat(refused(exchange, 500).fault()).isEqualTo(ErrorType.Fault.UPSTREAM);
        });
    }

    private ErrorType refused(Exchange exchange, int status) {
        var error = error(answer(exchange, Reply.json(status, errorBody(COMPLAINT))));
        assertThat(error.getMessage()).contains(COMPLAINT);
        return error.type();
    }

    @TestFactory
    final Stream<DynamicTest> callsAnAnswerThatIsNoneTheUpstreamsFault() {
        return each(exchange -> {
            for (var nonsense : List.of("<html>Welcome</html>", "{}", "[]")) {
                var error = error(answer(exchange, Reply.json(nonsense)));
                assertThat(error.type().fault()).as(nonsense).isEqualTo(ErrorType.Fault.UPSTREAM);
            }
        });
    }

    private static GatewayException error(Answer answer) {
        assertThat(answer.failure()).containsInstanceOf(GatewayException.class);
        return (GatewayException) answer.failure().orElseThrow();
    }

    /** One exchange as files to review. */
    private record Exchange(Form form, Path folder) {

        byte[] bytes(String file) {
            try {
                return Files.readAllBytes(folder.resolve(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        boolean has(String file) {
            return Files.exists(folder.resolve(file));
        }

        boolean isStreamed() {
            return has("upstream-answer.sse");
        }

        String answerFile() {
            return isStreamed() ? "upstream-answer.sse"
                : has("upstream-answer.mp3") ? "upstream-answer.mp3" : "upstream-answer.json";
        }

        String contentType() {
            return isStreamed() ? "text/event-stream"
                : has("upstream-answer.mp3") ? "audio/mpeg" : "application/json";
        }

        Reply reply() {
            return Reply.whole(200, contentType(), bytes(answerFile()));
        }

        void expectRequest(String actual) {
            if (form.equals(Form.OPENAI_TRANSCRIPTION)) {
                expectText("upstream-request.txt", actual.replace("\r\n", "\n"));
            } else {
                expect("upstream-request.json", actual);
            }
        }

        void expectAnswer(List<Chunk> chunks) {
            var data = new ByteArrayOutputStream();
            if (isStreamed()) {
                chunks.forEach(chunk -> data.writeBytes(chunk.event().isEmpty() ? ServerSentEvent.of(chunk.data())
                    : ServerSentEvent.of(chunk.event(), chunk.data())));
                expectText("answer.sse", data.toString(StandardCharsets.UTF_8));
                return;
            }
            chunks.forEach(chunk -> data.writeBytes(chunk.data()));
            if (has("upstream-answer.mp3")) {
                assertThat(data.toByteArray()).isEqualTo(bytes("upstream-answer.mp3"));
                assertThat(chunks).allMatch(chunk -> chunk.event().equals("audio/mpeg"));
            } else {
                expect("answer.json", data.toString(StandardCharsets.UTF_8));
            }
        }

        private void expectText(String file, String actual) {
            if (UPDATE) {
                update(file, actual);
            }
            assertThat(actual).isEqualTo(new String(bytes(file), StandardCharsets.UTF_8));
        }

        /** Key order and white space do not count. */
        void expect(String file, String actual) {
            var tree = JsonParser.parseString(actual);
            if (UPDATE) {
                update(file, pretty(tree));
            }
            assertThat(pretty(tree)).as("%s; if that is right, run with -Dgolden.update=true and review the change",
                folder.resolve(file))
                .isEqualTo(pretty(JsonParser.parseString(new String(bytes(file), StandardCharsets.UTF_8))));
        }

        void expectHead(String actual) {
            if (UPDATE) {
                update("../upstream-head.txt", actual);
            }
            assertThat(actual).isEqualTo(new String(bytes("../upstream-head.txt"), StandardCharsets.UTF_8));
        }

        private void update(String file, String content) {
            try {
                Files.writeString(folder.resolve(file), content);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static String pretty(JsonElement tree) {
            return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create().toJson(tree)
                + "\n";
        }
    }
}
