package dev.powerstrip.provider.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.ProviderPreferences;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Finish;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.form.Frame;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.provider.Attempt;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.provider.ProviderResponse;
import dev.powerstrip.sdk.secret.Secret;
import dev.powerstrip.sdk.testing.Answer;
import dev.powerstrip.sdk.testing.ModelsFile;
import dev.powerstrip.sdk.testing.TestAttempt;
import dev.powerstrip.sdk.upstream.Fetched;
import dev.powerstrip.sdk.upstream.UpstreamRequest;
import dev.powerstrip.sdk.upstream.UpstreamResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EchoProviderTest {

    private static final String WEATHER = """
        {"type":"function","function":{"name":"weather","parameters":{"type":"object","properties":{\
        "city":{"type":"string"}},"required":["city"]}}}""";

    private final Endpoint endpoint = ModelsFile.of(EchoProvider.class, "echo").endpoint("echo/echo");

    @Test
    void saysWhatTheUserSaidLast() {
        var request = request(true,
            """
            "messages":[{"role":"system","content":"Be nice."},{"role":"user","content":"first"},\
            {"role":"assistant","content":"answer"},{"role":"user","content":[{"type":"text","text":"Grüß Gott 🌞!"}]}]""");

        var answer = answer(Settings.fast(), request);

        assertThat(answer.text()).isEqualTo("Grüß Gott 🌞!");
        assertThat(answer.finish()).contains(new Finish("stop", "stop"));
        assertThat(answer.chunks().stream().filter(Chunk::content).count()).isGreaterThan(3);
    }

    @Test
    void asksAboutHalfACharacter() {
        var answer = answer(Settings.fast(), request(true, user("Say \\ud800 twice")));

        assertThat(answer.text()).isEqualTo("Say ? twice");
    }

    @Test
    void countsTokensAsAModelDoes() {
        var answer = answer(Settings.fast(), request(false, user("Hello, how are you?")));

        assertThat(answer.usage()).hasValueSatisfying(usage -> {
            assertThat(usage.completion()).isEqualTo(6);
            assertThat(usage.prompt()).isEqualTo(13);
        });
    }

    @Test
    void repeatsOrCutsToTheLengthThatIsConfigured() {
        var longer = answer(Settings.fast().withLength(20), request(true, user("one two three")));
        var shorter = answer(Settings.fast().withLength(2), request(true, user("one two three")));

        assertThat(longer.usage()).hasValueSatisfying(usage -> assertThat(usage.completion()).isEqualTo(20));
        assertThat(longer.text()).startsWith("one two three one two");
        assertThat(shorter.text()).isEqualTo("one two");
        assertThat(shorter.finish()).contains(new Finish("stop", "stop"));
    }

    @Test
    void endsAtTheLimitThatTheClientSets() {
        var answer = answer(Settings.fast(), request(false, user("one two three") + ",\"max_tokens\":2"));

        assertThat(answer.text()).isEqualTo("one two");
        assertThat(answer.finish()).contains(new Finish("length", "length"));
    }

    @Test
    void saysSoWhenThereIsNoTextToEcho() {
        assertThat(answer(Settings.fast(), request(true, "\"messages\":[]")).text()).isEqualTo("You sent no text.");
    }

    @Test
    void callsTheFunctionThatIsNamed() {
        var request = request(false, user("Hi") + ",\"tools\":[" + WEATHER.replace("weather", "other") + "," + WEATHER
            + "],\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"weather\"}}");

        var call = answer(Settings.fast(), request).chunks().get(0).json().get("choices").items().get(0).get("message")
            .get("tool_calls").items().get(0).get("function");

        assertThat(call.get("name").string()).contains("weather");
        assertThat(call.get("arguments").string()).contains("{\"city\":\"\"}");
    }

    @Test
    void saysTextWhereNoToolIsForced() {
        var request = request(false, user("Hi") + ",\"tools\":[" + WEATHER + "],\"tool_choice\":\"auto\"");

        assertThat(answer(Settings.fast(), request).text()).isEqualTo("Hi");
    }

    @Test
    void refusesAToolChoiceThatIsNoTool() {
        assertThat(answer(Settings.fast(), request(false, user("Hi") + ",\"tool_choice\":\"required\"")).failure())
            .hasValueSatisfying(failure -> assertThat(failure).isInstanceOf(GatewayException.class)
                .hasMessageContaining("tool_choice"));
    }

    @Test
    void failsAsOftenAsItIsConfigured() {
        var provider = new EchoProvider(new Settings("PT0S", 0, 0, 0.25), () -> 0.2, Clock.systemUTC());
        var other = new EchoProvider(new Settings("PT0S", 0, 0, 0.25), () -> 0.3, Clock.systemUTC());

        var failed = Answer.of(provider, request(true, user("Hi")), TestAttempt.at(endpoint));
        var answered = Answer.of(other, request(true, user("Hi")), TestAttempt.at(endpoint));

        assertThat(failed.failure()).hasValueSatisfying(
            failure -> assertThat(((GatewayException) failure).type()).isEqualTo(ErrorType.PROVIDER_OVERLOADED));
        assertThat(answered.complete()).isTrue();
    }

    @Test
    void pausesBeforeTheFirstTokenAndBetweenTheOthers() {
        var attempt = new UnhurriedAttempt(endpoint);

        Answer.of(new EchoProvider(new Settings("PT0.15S", 50, 3, 0)), request(true, user("one two three")), attempt);

        assertThat(attempt.pauses).containsExactly(Duration.ofMillis(150), Duration.ofMillis(20),
            Duration.ofMillis(20));
    }

    @Test
    void pausesAsLongBeforeAWholeAnswer() {
        var attempt = new UnhurriedAttempt(endpoint);

        Answer.of(new EchoProvider(new Settings("PT0.15S", 50, 3, 0)), request(false, user("one two three")), attempt);

        assertThat(attempt.pauses).containsExactly(Duration.ofMillis(190));
    }

    @Test
    void stopsInTheMiddleWhenTheAttemptIsCancelled() throws Exception {
        var attempt = TestAttempt.at(endpoint);
        var response = new EchoProvider(new Settings("PT0S", 1, 0, 0)).chat(request(true, user("one two")), attempt);

        try (var source = ((ProviderResponse.Streamed) response).source()) {
            assertThat(source.next()).isPresent();
            assertThat(source.next()).isPresent();
            attempt.cancel();
            assertThatThrownBy(source::next).isInstanceOf(IOException.class);
        }
    }

    @Test
    void refusesADelayThatIsNoDuration() {
        assertThatThrownBy(() -> new EchoProvider(new Settings("150ms", 80, 0, 0)))
            .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("firstTokenDelay");
    }

    @Test
    void saysWhatTheFormsOwnReaderReadsTheSame() {
        var answer = answer(Settings.fast(), request(true, user("one two three")));
        var reader = AnswerReader.of(Form.OPENAI_CHAT);
        var read = new ArrayList<Chunk>();

        answer.chunks().forEach(chunk -> reader
            .read(new Frame(chunk.event(), chunk.data(), false), read::add));

        assertThat(read).extracting(Chunk::text).isEqualTo(answer.chunks().stream().map(Chunk::text).toList());
        assertThat(read).extracting(Chunk::usage).isEqualTo(answer.chunks().stream().map(Chunk::usage).toList());
    }

    private Answer answer(Settings settings, ChatRequest request) {
        return Answer.of(new EchoProvider(settings), request, TestAttempt.at(endpoint));
    }

    private static String user(String text) {
        return "\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]".formatted(text);
    }

    private static ChatRequest request(boolean streamed, String fields) {
        var body = JsonView.parse(("{\"model\":\"echo/echo\"," + fields + "}").getBytes(StandardCharsets.UTF_8));
        return new ChatRequest(Form.OPENAI_CHAT, body, List.of("echo/echo"), streamed, ProviderPreferences.none());
    }

    /** Remembers its pauses instead of making them. */
    private static final class UnhurriedAttempt implements Attempt {

        private final Endpoint endpoint;
        private final List<Duration> pauses = new ArrayList<>();

        UnhurriedAttempt(Endpoint endpoint) {
            this.endpoint = endpoint;
        }

        @Override
        public Endpoint endpoint() {
            return endpoint;
        }

        @Override
        public URI uri(String path) {
            throw new UnsupportedOperationException("echo calls nobody");
        }

        @Override
        public Optional<Secret> credential() {
            return Optional.empty();
        }

        @Override
        public Headers headers() {
            return Headers.none();
        }

        @Override
        public UpstreamResponse send(UpstreamRequest request) {
            throw new UnsupportedOperationException("echo calls nobody");
        }

        @Override
        public Runnable ifAbandoned(UpstreamRequest request) {
            throw new UnsupportedOperationException("echo calls nobody");
        }

        @Override
        public Fetched fetch(URI url) {
            throw new UnsupportedOperationException("echo calls nobody");
        }

        @Override
        public void pause(Duration time) {
            pauses.add(time);
        }
    }
}
