package dev.powerstrip.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.powerstrip.sdk.testing.FakeUpstream;
import dev.powerstrip.sdk.testing.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Claude Code and Codex as they speak on the wire, over turns with thoughts, calls of tools and their results, with the
 * models that they were made for and with any other.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CodingAgentsIT {

    private static final int TURNS = 3;
    private static final List<List<String>> CITIES = List.of(List.of("Köln"), List.of("Bonn", "Trier"), List.of());
    private static final Pattern CITY = Pattern.compile("\\\\?\"city\\\\?\" *: *\\\\?\"([^\"\\\\]+)");

    @TempDir
    static Path home;

    private FakeUpstream upstream;
    private RunningGateway gateway;
    private Caller caller;

    @BeforeAll
    void start() throws Exception {
        upstream = new FakeUpstream();
        Files.createDirectories(home.resolve("etc"));
        provide("anthropic", "/v1", "");
        provide("openai", "/v1", "");
        provide("gemini", "/v1beta", "");
        provide("compatible~up", "/v1", ", \"models\": [\"gpt-x\"]");
        gateway = RunningGateway.in(home);
        caller = new Caller(gateway.address(), gateway.key());
    }

    private void provide(String name, String path, String more) throws IOException {
        Files.writeString(home.resolve("etc/provider.%s.cfg.json".formatted(name)),
            "{\"baseUrl\": \"%s\", \"apiKey\": \"k\"%s}".formatted(upstream.baseUri() + path, more));
    }

    @AfterAll
    void stop() {
        gateway.close();
        upstream.close();
    }

    /** An agent and the model that it is given. */
    private record Way(String agent, Function<String, Talk> beginning, String model, Mind mind) {

        @Override
        public String toString() {
            return agent + " with " + model;
        }
    }

    static Stream<Way> ways() {
        return Stream.of(claudeCode("anthropic/claude-sonnet-4.5", new Claude()),
            claudeCode("up/gpt-x", new ChatModel()),
            claudeCode("google/gemini-3-flash-preview", new Gemini()), claudeCode("openai/gpt-5.3-codex", new OpenAi()),
            codex("openai/gpt-5.3-codex", new OpenAi()), codex("up/gpt-x", new ChatModel()),
            codex("anthropic/claude-sonnet-4.5", new Claude()), codex("google/gemini-3-flash-preview", new Gemini()));
    }

    private static Way claudeCode(String model, Mind mind) {
        return new Way("Claude Code", ClaudeCodeTalk::new, model, mind);
    }

    private static Way codex(String model, Mind mind) {
        return new Way("Codex", CodexTalk::new, model, mind);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void worksWithAnyModel(Way way) throws Exception {
        var talk = way.beginning.apply(way.model);
        for (int turn = 0; turn < TURNS; turn++) {
            upstream.answer(way.mind.answer(turn, true));

            talk.turn(caller, gateway.key());

            assertThat(cities(talk.request.toString())).as("what the agent was told up to turn %d", turn)
                .isEqualTo(citiesBefore(turn + 1));
            var asked = lastQuestion();
            assertThat(asked).as("what the model was told in turn %d", turn)
                .contains(way.agent.equals("Codex") ? CodexTalk.INSTRUCTIONS : ClaudeCodeTalk.SYSTEM,
                    ClaudeCodeTalk.PICTURE, "weather");
            assertThat(cities(asked)).isEqualTo(citiesBefore(turn));
            assertThat(asked.split(Talk.WEATHER, -1)).as("results in turn %d", turn)
                .hasSize(citiesBefore(turn).size() + 1);
        }
        assertThat(talk.request.toString()).contains("Let me look.", "Rain everywhere.");
    }

    private static List<String> cities(String json) {
        return CITY.matcher(json).results().map(city -> city.group(1)).filter(city -> !city.equals("type")).toList();
    }

    private static List<String> citiesBefore(int turn) {
        return CITIES.subList(0, turn).stream().flatMap(List::stream).toList();
    }

    static Stream<Way> ownWays() {
        return Stream.of(claudeCode("anthropic/claude-sonnet-4.5", new Claude()),
            codex("openai/gpt-5.3-codex", new OpenAi()));
    }

    @ParameterizedTest
    @MethodSource("ownWays")
    void itsOwnProviderSeesWhatItSaid(Way way) throws Exception {
        var talk = way.beginning.apply(way.model);
        for (int turn = 0; turn < TURNS; turn++) {
            upstream.answer(way.mind.answer(turn, true));
            var said = talk.request.deepCopy();

            talk.turn(caller, gateway.key());

            assertThat(withoutModel(JsonParser.parseString(lastQuestion()))).as("turn %d", turn)
                .isEqualTo(withoutModel(said));
        }
    }

    private static JsonObject withoutModel(JsonElement request) {
        var rest = request.getAsJsonObject();
        rest.remove("model");
        return rest;
    }

    @Test
    void codexPatchesFilesWithAModelThatKnowsFunctionsOnly() throws Exception {
        var patch = "*** Begin Patch\\n*** Add File: ä.txt\\n+\\\"x\\\"\\n*** End Patch";
        upstream.answer(Reply.events(chunk("{\"tool_calls\":[{\"index\":0,\"id\":\"c9\",\"type\":\"function\","
            + "\"function\":{\"name\":\"apply_patch\",\"arguments\":\"{\\\"input\\\":\\\"*** Begin \"}}]}", "null"),
            chunk("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":"
                + "\"Patch\\\\n*** Add File: ä.txt\\\\n+\\\\\\\"x\\\\\\\"\\\\n*** End Patch\\\"}\"}}]}", "null"),
            chunk("{}", "\"tool_calls\""), "[DONE]"), new ChatModel().answer(2, true));
        var talk = new CodexTalk("up/gpt-x");

        talk.turn(caller, gateway.key());
        var items = talk.request.getAsJsonArray("input").asList().stream().map(JsonElement::getAsJsonObject).toList();
        var call = items.stream().filter(item -> item.get("type").getAsString().equals("custom_tool_call")).findFirst()
            .orElseThrow();
        talk.request.getAsJsonArray("input").add(JsonParser.parseString("""
            {"type":"custom_tool_call_output","call_id":%s,"output":"Done, 1 file"}""".formatted(call.get("call_id"))));
        talk.turn(caller, gateway.key());

        assertThat(call.get("name").getAsString()).isEqualTo("apply_patch");
        assertThat(call.get("input")).isEqualTo(JsonParser.parseString("\"" + patch + "\""));
        var messages = JsonParser.parseString(lastQuestion()).getAsJsonObject().getAsJsonArray("messages").asList();
        assertThat(messages).anySatisfy(message -> assertThat(message.toString()).contains("\"tool_call_id\":\"c9\"",
            "Done, 1 file"));
        assertThat(messages).anySatisfy(message -> assertThat(message.toString()).contains("\"id\":\"c9\"",
            "\"name\":\"apply_patch\""));
    }

    private static String chunk(String delta, String finish) {
        return """
            {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":%s,\
            "finish_reason":%s}]}""".formatted(delta, finish);
    }

    private String lastQuestion() {
        var requests = upstream.requests();
        return requests.get(requests.size() - 1).text();
    }
}
