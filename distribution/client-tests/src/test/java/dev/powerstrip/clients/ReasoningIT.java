package dev.powerstrip.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.powerstrip.sdk.testing.FakeUpstream;
import dev.powerstrip.sdk.testing.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Conversations with thoughts and tools: what a provider signed or encrypted comes back to it as it left it, turn after
 * turn, whichever way through the gateway it took.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReasoningIT {

    @TempDir
    static Path home;

    private FakeUpstream upstream;
    private RunningGateway gateway;
    private Caller caller;

    @BeforeAll
    void start() throws Exception {
        upstream = new FakeUpstream();
        upstream.on("/token", Reply.json("{\"access_token\":\"ya29.one\",\"expires_in\":3599}"));
        Files.createDirectories(home.resolve("etc"));
        provide("gemini", "/v1beta", "g-key", "");
        provide("vertex", "/v1", "$[secret:vertex]", ", \"location\": \"us-east5\"");
        provide("anthropic", "/v1", "sk-ant", "");
        provide("openai", "/v1", "sk-o", "");
        Files.writeString(home.resolve("etc/models.json"), """
            {"anthropic/claude-opus-4-1": {"forms": ["openai.chat"]}}""");
        writeServiceAccount();
        gateway = RunningGateway.in(home);
        caller = new Caller(gateway.address(), gateway.key());
    }

    private void provide(String name, String path, String key, String more) throws IOException {
        Files.writeString(home.resolve("etc/provider.%s.cfg.json".formatted(name)),
            "{\"baseUrl\": \"%s\", \"apiKey\": \"%s\"%s}".formatted(upstream.baseUri() + path, key, more));
    }

    private void writeServiceAccount() throws Exception {
        var keys = KeyPairGenerator.getInstance("RSA");
        keys.initialize(2048);
        var file = new JsonObject();
        file.addProperty("project_id", "lab");
        file.addProperty("private_key_id", "key-1");
        file.addProperty("client_email", "robot@lab.iam.gserviceaccount.com");
        file.addProperty("token_uri", upstream.baseUri() + "/token");
        file.addProperty("private_key", "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n".formatted(
            Base64.getMimeEncoder().encodeToString(keys.generateKeyPair().getPrivate().getEncoded())));
        Files.createDirectories(home.resolve("secrets"));
        var secret = Files.createFile(home.resolve("secrets/vertex"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(secret, file.toString());
    }

    @AfterAll
    void stop() {
        gateway.close();
        upstream.close();
    }

    /** A way from a client of one form to a provider's model and back; where both speak the same form it passes through. */
    private record Way(TalkForm form, String model, String provider, Mind mind, boolean streamed) {

        @Override
        public String toString() {
            return "%s, %s at %s%s".formatted(form, model, provider, streamed ? ", streamed" : "");
        }
    }

    /** The forms that clients speak. */
    private enum TalkForm {
        CHAT(ChatTalk::new), //
        MESSAGES(MessagesTalk::new), //
        RESPONSES(ResponsesTalk::byItems), //
        RESPONSES_BY_ID(ResponsesTalk::byId), //
        GENERATE(GenerateTalk::new);

        private final Beginning beginning;

        TalkForm(Beginning beginning) {
            this.beginning = beginning;
        }
    }

    private interface Beginning {

        Talk with(String model, String provider, boolean streamed);
    }

    static Stream<Way> ways() {
        return Stream.of(false, true).flatMap(streamed -> Stream.of( //
            new Way(TalkForm.CHAT, "anthropic/claude-sonnet-4.5", "anthropic", new Claude(), streamed),
            new Way(TalkForm.CHAT, "anthropic/claude-sonnet-4.5", "vertex", new Claude(), streamed),
            new Way(TalkForm.MESSAGES, "anthropic/claude-opus-4.1", "anthropic", new Claude(), streamed),
            new Way(TalkForm.MESSAGES, "anthropic/claude-sonnet-4.5", "anthropic", new Claude(), streamed),
            new Way(TalkForm.MESSAGES, "anthropic/claude-sonnet-4.5", "vertex", new Claude(), streamed),
            new Way(TalkForm.MESSAGES, "google/gemini-3-flash-preview", "gemini", new Gemini(), streamed),
            new Way(TalkForm.MESSAGES, "google/gemini-3-flash-preview", "vertex", new Gemini(), streamed),
            new Way(TalkForm.MESSAGES, "openai/gpt-5.3-codex", "openai", new OpenAi(), streamed),
            new Way(TalkForm.CHAT, "google/gemini-3-flash-preview", "gemini", new Gemini(), streamed),
            new Way(TalkForm.CHAT, "google/gemini-3-flash-preview", "vertex", new Gemini(), streamed),
            new Way(TalkForm.GENERATE, "google/gemini-3-flash-preview", "gemini", new Gemini(), streamed),
            new Way(TalkForm.GENERATE, "google/gemini-3-flash-preview", "vertex", new Gemini(), streamed),
            new Way(TalkForm.GENERATE, "openai/gpt-5.3-codex", "openai", new OpenAi(), streamed),
            new Way(TalkForm.CHAT, "openai/gpt-5.3-codex", "openai", new OpenAi(), streamed),
            new Way(TalkForm.RESPONSES, "openai/gpt-5.3-codex", "openai", new OpenAi(), streamed),
            new Way(TalkForm.RESPONSES_BY_ID, "openai/gpt-5.3-codex", "openai", new OpenAi(), streamed),
            new Way(TalkForm.RESPONSES, "anthropic/claude-sonnet-4.5", "anthropic", new Claude(), streamed),
            new Way(TalkForm.RESPONSES_BY_ID, "anthropic/claude-sonnet-4.5", "anthropic", new Claude(), streamed),
            new Way(TalkForm.RESPONSES, "google/gemini-3-flash-preview", "gemini", new Gemini(), streamed),
            new Way(TalkForm.RESPONSES_BY_ID, "google/gemini-3-flash-preview", "gemini", new Gemini(), streamed)));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void bringsThoughtsBackAsTheyCame(Way way) throws Exception {
        var talk = way.form.beginning.with(way.model, way.provider, way.streamed);
        converse(way, () -> talk.turn(caller, gateway.key()));
    }

    static Stream<Way> foreignWays() {
        return ways().filter(way -> way.form == TalkForm.MESSAGES && !(way.mind instanceof Claude));
    }

    @ParameterizedTest
    @MethodSource("foreignWays")
    void bringsThemBackThroughAnthropicsOwnClient(Way way) throws Exception {
        var talk = new MessagesTalk(way.model, way.provider, way.streamed);
        try (var sdk = new Sdk(gateway)) {
            converse(way, () -> {
                var heard = sdk.messages(talk.request, way.streamed);
                talk.keep(way.streamed ? talk.gathered(heard.stream()) : talk.turn(heard.get(0)));
            });
        }
    }

    private interface Turn {

        void take() throws Exception;
    }

    private void converse(Way way, Turn next) throws Exception {
        var seals = new ArrayList<String>();
        for (int turn = 0; turn < Mind.TURNS; turn++) {
            upstream.answer(way.mind.answer(turn, way.streamed));

            next.take();

            var asked = lastQuestion();
            assertThat(Mind.seals(asked)).as("seals in the request of turn %d", turn).isEqualTo(seals);
            assertThat(way.mind.broughtBack(JsonParser.parseString(asked).getAsJsonObject()))
                .as("the turns before turn %d", turn).isEqualTo(way.mind.saidBefore(turn));
            seals.addAll(Mind.seals(way.mind.said(turn).toString()));
        }
    }

    /** Anthropic is told what Gemini said and called, but not what it thought; Gemini gets back what it thought before that. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void letsAnotherModelGoOnWithAConversation(boolean streamed) throws Exception {
        var gemini = new Gemini();
        var claude = new Claude();
        var talk = new MessagesTalk("google/gemini-3-flash-preview", "gemini", streamed);
        upstream.answer(gemini.answer(0, streamed), claude.answer(1, streamed), gemini.answer(2, streamed));

        talk.turn(caller, gateway.key());
        hand(talk, "anthropic/claude-sonnet-4.5", "anthropic");
        talk.turn(caller, gateway.key());
        var askedClaude = lastQuestion();
        hand(talk, "google/gemini-3-flash-preview", "gemini");
        talk.turn(caller, gateway.key());

        assertThat(askedClaude).contains("Let me look.", "tool_use", "Köln").doesNotContain("signature",
            "redacted_thinking", "They ask.");
        assertThat(Mind.seals(lastQuestion())).startsWith(Mind.seal(0, 0), Mind.seal(0, 1))
            .doesNotContain(Mind.seal(1, 0));
    }

    private static void hand(Talk talk, String model, String provider) {
        talk.request.addProperty("model", model);
        talk.request.add("provider", JsonParser.parseString("{\"only\":[\"%s\"]}".formatted(provider)));
    }

    private String lastQuestion() {
        var requests = upstream.requests();
        return requests.get(requests.size() - 1).text();
    }
}
