package dev.powerstrip.sdk.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.powerstrip.sdk.chat.EmbeddingRequest;
import dev.powerstrip.sdk.chat.ProviderPreferences;
import dev.powerstrip.sdk.chat.RerankRequest;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.provider.EmbeddingProvider;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.provider.Provider;
import dev.powerstrip.sdk.provider.ProviderResponse;
import dev.powerstrip.sdk.provider.RerankProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * What every adapter of an HTTP upstream promises that embeds or reranks. It is shown by golden exchanges in
 * {@code openai.embeddings} and {@code openrouter.rerank}: {@code request.json}, {@code upstream-request.json},
 * {@code upstream-answer.json} and {@code answer.json}; beside those of a form stands {@code upstream-head.txt}.
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
        return Stream.of(Form.OPENAI_EMBEDDINGS, Form.OPENROUTER_RERANK).flatMap(this::exchanges);
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
        var models = List.of(body.get("model").string().orElseThrow());
        if (exchange.form.equals(Form.OPENAI_EMBEDDINGS)) {
            return ((EmbeddingProvider) provider())
                .embed(new EmbeddingRequest(exchange.form, body, models, ProviderPreferences.none()), attempt);
        }
        return ((RerankProvider) provider())
            .rerank(new RerankRequest(exchange.form, body, models, ProviderPreferences.none()), attempt);
    }

    @TestFactory
    final Stream<DynamicTest> saysTheRequestInTheUpstreamsWords() {
        return each(exchange -> {
            answer(exchange, exchange.reply());

            var request = upstream.take();
            exchange.expect("upstream-request.json", request.text());
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

    private void reads(Exchange exchange) {
        var answer = answer(exchange, exchange.reply());

        answer.failure().ifPresent(failure -> {
            throw new AssertionError("the answer failed", failure);
        });
        assertThat(answer.chunks()).singleElement().satisfies(chunk -> {
            assertThat(chunk.whole() && chunk.terminal()).isTrue();
            assertThat(chunk.form()).isEqualTo(exchange.form);
            assertThat(chunk.usage()).isPresent();
        });
        exchange.expect("answer.json", new String(answer.chunks().get(0).data(), StandardCharsets.UTF_8));
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

        Reply reply() {
            return Reply.whole(200, "application/json", bytes("upstream-answer.json"));
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
