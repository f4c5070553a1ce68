package dev.powerstrip.sdk.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonParser;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.ProviderPreferences;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.provider.ChatProvider;
import dev.powerstrip.sdk.provider.Endpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What every chat provider promises, whatever is behind it. A provider's test extends this and says which provider it is;
 * an adapter of an HTTP upstream extends {@link HttpAdapterContract} instead.
 */
@Timeout(120)
public abstract class ChatProviderContract {

    /** The credential that every attempt brings, to be seen where it belongs and nowhere else. */
    protected static final String CREDENTIAL = "sk-contract-0123456789";

    private static final Set<String> REASONS = Set.of("stop", "length", "tool_calls", "content_filter");
    private static final int PARALLEL = 8;

    /** Notes what is proven of the provider. */
    @RegisterExtension
    final Proofs proofs = new Proofs(() -> endpoint().provider());

    /** The provider under test; each call may give a new one or the same. */
    protected abstract ChatProvider provider();

    /** An endpoint of that provider, as its {@code models.json} has it. */
    protected abstract Endpoint endpoint();

    /** A request in the canonical form for that kind of answer. */
    protected ChatRequest request(Kind kind) {
        var body = """
            {"model":"%s","stream":%s,"messages":[{"role":"user","content":"Grüß Gott, say hello."}]%s}"""
            .formatted(endpoint().model(), kind.streamed, kind.tool ? FORCED_TOOL : "");
        return new ChatRequest(Form.OPENAI_CHAT, JsonView.parse(body.getBytes(StandardCharsets.UTF_8)),
            List.of(endpoint().model()), kind.streamed, ProviderPreferences.none());
    }

    private static final String FORCED_TOOL = """
        ,"tools":[{"type":"function","function":{"name":"weather","parameters":{"type":"object","properties":{\
        "city":{"type":"string"}},"required":["city"]}}}],"tool_choice":"required\"""";

    /** An attempt that gets that kind of answer. */
    protected TestAttempt attempt(Kind kind) {
        return TestAttempt.at(endpoint()).withCredential(CREDENTIAL);
    }

    /** The kinds of answers that are asked for. */
    protected enum Kind {
        WHOLE(false, false), STREAMED(true, false), TOOL_WHOLE(false, true), TOOL_STREAMED(true, true);

        final boolean streamed;
        final boolean tool;

        Kind(boolean streamed, boolean tool) {
            this.streamed = streamed;
            this.tool = tool;
        }
    }

    @Test
    @Proves({Feature.CHAT, Feature.USAGE})
    final void answersInOnePieceWhatIsNotStreamed() {
        var answer = completed(Kind.WHOLE);

        assertThat(answer.chunks()).singleElement().satisfies(chunk -> {
            assertThat(chunk.whole()).isTrue();
            assertThat(chunk.terminal()).isTrue();
        });
        tellsAll(answer);
        assertThat(choice(answer.chunks().get(0)).get("message").get("content").isText()).isTrue();
    }

    @Test
    @Proves({Feature.STREAM, Feature.USAGE})
    final void answersInPiecesWhatIsStreamed() {
        var answer = completed(Kind.STREAMED);

        assertThat(answer.chunks()).noneMatch(Chunk::whole);
        assertThat(answer.chunks().stream().filter(Chunk::terminal)).hasSize(1);
        assertThat(answer.chunks().get(answer.chunks().size() - 1).terminal()).isTrue();
        tellsAll(answer);
    }

    private void tellsAll(Answer answer) {
        assertThat(answer.chunks()).allMatch(chunk -> chunk.form().equals(Form.OPENAI_CHAT));
        assertThat(answer.text()).isNotBlank();
        assertThat(answer.finish()).hasValueSatisfying(finish -> assertThat(finish.reason()).isIn(REASONS));
        assertThat(answer.usage()).hasValueSatisfying(usage -> {
            assertThat(usage.prompt()).isPositive();
            assertThat(usage.completion()).isPositive();
        });
    }

    @Test
    @Proves(Feature.TOOLS)
    final void callsAToolInOnePiece() {
        assumeTools();

        var answer = completed(Kind.TOOL_WHOLE);

        var calls = choice(answer.chunks().get(0)).get("message").get("tool_calls").items();
        assertThat(calls).isNotEmpty().allSatisfy(call -> {
            assertThat(call.get("id").isText()).isTrue();
            assertThat(call.get("function").get("name").isText()).isTrue();
            assertThat(JsonParser.parseString(call.get("function").get("arguments").string().orElseThrow())
                .isJsonObject()).isTrue();
        });
        assertThat(answer.finish()).hasValueSatisfying(finish -> assertThat(finish.reason()).isEqualTo("tool_calls"));
    }

    @Test
    @Proves(Feature.TOOLS)
    final void callsAToolInPieces() {
        assumeTools();

        var answer = completed(Kind.TOOL_STREAMED);

        var pieces = answer.chunks().stream().filter(chunk -> !chunk.terminal())
            .flatMap(chunk -> choice(chunk).get("delta").get("tool_calls").items().stream()).toList();
        var byIndex
            = pieces.stream().collect(Collectors.groupingBy(piece -> piece.get("index").integer().orElseThrow()));
        assertThat(byIndex).isNotEmpty();
        assertThat(byIndex.values()).allSatisfy(call -> {
            assertThat(call.get(0).get("id").isText()).isTrue();
            assertThat(call.get(0).get("function").get("name").isText()).isTrue();
            assertThat(JsonParser.parseString(arguments(call)).isJsonObject()).isTrue();
        });
        assertThat(answer.finish()).hasValueSatisfying(finish -> assertThat(finish.reason()).isEqualTo("tool_calls"));
    }

    final void assumeTools() {
        assumeTrue(endpoint().words("supported_parameters").contains("tools"), "the endpoint takes tools");
    }

    private static String arguments(List<JsonView> pieces) {
        return pieces.stream().flatMap(piece -> piece.get("function").get("arguments").string().stream())
            .collect(Collectors.joining());
    }

    private static JsonView choice(Chunk chunk) {
        return chunk.json().get("choices").items().stream().findFirst().orElseGet(() -> chunk.json().get("choices"));
    }

    @Test
    final void servesManyAttemptsAtOnce() throws Exception {
        var provider = provider();
        var alone = Answer.of(provider, request(Kind.STREAMED), attempt(Kind.STREAMED)).text();
        Callable<String> call = () -> Answer.of(provider, request(Kind.STREAMED), attempt(Kind.STREAMED)).text();

        var threads = Executors.newFixedThreadPool(PARALLEL);
        try {
            var answers = threads.invokeAll(IntStream.range(0, PARALLEL * 4).mapToObj(i -> call).toList());

            for (var answer : answers) {
                assertThat(answer.get(60, TimeUnit.SECONDS)).isEqualTo(alone);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    final void failsAtOnceWhenTheAttemptIsCancelled() {
        var attempt = attempt(Kind.STREAMED);
        attempt.cancel();

        var answer = Answer.of(provider(), request(Kind.STREAMED), attempt);

        assertThat(answer.complete()).isFalse();
        assertThat(answer.failure()).containsInstanceOf(IOException.class);
    }

    @Test
    final void printsNeitherCredentialNorPrompt() throws Exception {
        var provider = provider();
        var request = request(Kind.STREAMED);

        var response = provider.chat(request, attempt(Kind.STREAMED));

        var prompt = request.body().get("messages").items().get(0).get("content").string().orElseThrow();
        assertThat(provider.toString() + response + request).doesNotContain(CREDENTIAL, prompt);
    }

    private Answer completed(Kind kind) {
        var answer = Answer.of(provider(), request(kind), attempt(kind));
        answer.failure().ifPresent(failure -> {
            throw new AssertionError("the answer failed", failure);
        });
        return answer;
    }
}
