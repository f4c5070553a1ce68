package dev.powerstrip.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.powerstrip.sdk.testing.FakeUpstream;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every official client can do through the gateway with base URL and key as the only change, whichever form the
 * upstream speaks.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ClientContract {

    @TempDir
    static Path home;

    ScriptedUpstreams upstreams;
    RunningGateway gateway;
    private Client client;

    abstract Client connect(RunningGateway running);

    /** The client's own words for an answer that ended by itself, and for one that ended with a tool call. */
    abstract Words words();

    @BeforeAll
    void start() throws Exception {
        upstreams = new ScriptedUpstreams();
        upstreams.configure(home);
        gateway = RunningGateway.in(home);
    }

    @BeforeEach
    void connect() {
        client = connect(gateway);
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    @AfterAll
    void stop() {
        gateway.close();
        upstreams.close();
    }

    @ParameterizedTest
    @EnumSource
    void readsAWholeAnswerWithItsUsage(Upstream upstream) {
        var heard = client.ask(upstream.model, "Hi");

        assertThat(heard.text()).isEqualTo(ScriptedUpstreams.TEXT);
        assertThat(heard.finish()).isEqualTo(words().stop());
        assertThat(heard.promptTokens()).isEqualTo(ScriptedUpstreams.PROMPT_TOKENS);
        assertThat(heard.completionTokens()).isEqualTo(ScriptedUpstreams.COMPLETION_TOKENS);
    }

    @ParameterizedTest
    @EnumSource
    void readsAStreamedAnswer(Upstream upstream) {
        var heard = client.stream(upstream.model, "Hi");

        assertThat(heard.text()).isEqualTo(ScriptedUpstreams.TEXT);
        assertThat(heard.finish()).isEqualTo(words().stop());
        assertThat(heard.completionTokens()).isEqualTo(ScriptedUpstreams.COMPLETION_TOKENS);
    }

    @ParameterizedTest
    @EnumSource
    void readsAToolCall(Upstream upstream) {
        var heard = client.useTool(upstream.model);

        assertThat(heard.tool()).isEqualTo("weather");
        assertThat(heard.arguments()).isEqualToIgnoringWhitespace("{\"city\":\"Bern\"}");
        assertThat(heard.finish()).isEqualTo(words().toolCall());
    }

    @ParameterizedTest
    @EnumSource
    void readsAStreamedToolCall(Upstream upstream) {
        var heard = client.streamTool(upstream.model);

        assertThat(heard.tool()).isEqualTo("weather");
        assertThat(heard.arguments()).isEqualToIgnoringWhitespace("{\"city\":\"Bern\"}");
        assertThat(heard.finish()).isEqualTo(words().toolCall());
    }

    @ParameterizedTest
    @EnumSource
    void isToldOfAnUpstreamsRefusal(Upstream upstream) {
        var failure = client.fail(upstream.model);

        assertThat(failure.status()).isEqualTo(429);
        assertThat(failure.message()).contains("slow down");
    }

    @ParameterizedTest
    @EnumSource
    void cancelsTheUpstreamsWorkByHangingUp(Upstream upstream) throws Exception {
        var first = new CountDownLatch(1);
        var received = upstream.of(upstreams).requests().size();

        client.hangUp(upstream.model, text -> first.countDown());

        assertThat(first.await(60, TimeUnit.SECONDS)).as("the first text came").isTrue();
        upstream.of(upstreams).requests().get(received).awaitHangUp();
    }

    /** Which form the upstream speaks. */
    enum Upstream {
        OPENAI("up/gpt-x"), ANTHROPIC("anthropic/claude-sonnet-4.5"), GEMINI("google/gemini-2.5-flash");

        private final String model;

        Upstream(String model) {
            this.model = model;
        }

        private FakeUpstream of(ScriptedUpstreams upstreams) {
            return switch (this) {
                case OPENAI -> upstreams.openai;
                case ANTHROPIC -> upstreams.anthropic;
                case GEMINI -> upstreams.gemini;
            };
        }
    }

    record Words(String stop, String toolCall) {}
}
