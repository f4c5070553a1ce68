package dev.powerstrip.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.powerstrip.clients.Facts.Call;
import dev.powerstrip.sdk.testing.FakeUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * One conversation in every dialect with every family of providers, streamed and not: a system prompt, a picture, thoughts, two
 * calls of a tool at once and their results, an answer. What an official client read is what the upstream told; what a pair
 * cannot express stands in a table, with what the records say of it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DialectTableIT {

    private static final Path README = Path.of(System.getProperty("powerstrip.bundles"), "dialect", "README.md");
    private static final String HEAD = "| client | provider | not expressed | dropped |\n|---|---|---|---|\n";
    private static final List<Facts> TURNS = List.of(Facts.CALLS, Facts.ANSWER);
    /** What each file in {@code etc} says beside the address. */
    private static final Map<String, String> PROVIDERS = Map.of("openai", "\"apiKey\": \"key\"", //
        "anthropic", "\"apiKey\": \"key\"", "gemini", "\"apiKey\": \"key\"", //
        "bedrock", "\"apiKey\": \"AKID:secret\", \"region\": \"eu-central-1\"", //
        "mistral", "\"apiKey\": \"key\"", "cohere", "\"apiKey\": \"key\"", "ollama", "\"contextLength\": 8192", //
        "deepseek", "\"apiKey\": \"key\"");

    @TempDir
    static Path home;

    private FakeUpstream upstream;
    private RunningGateway gateway;

    @BeforeAll
    void start() throws Exception {
        upstream = new FakeUpstream();
        Files.createDirectories(home.resolve("etc"));
        for (var provider : PROVIDERS.entrySet()) {
            Files.writeString(home.resolve("etc/provider.%s.cfg.json".formatted(provider.getKey())),
                "{\"baseUrl\": \"%s/v1\", %s}".formatted(upstream.baseUri(), provider.getValue()));
        }
        Files.writeString(home.resolve("etc/models.json"),
            "{\"openai/gpt-5-mini\": {\"forms\": [\"openai.chat\"]}}");
        gateway = RunningGateway.in(home);
    }

    @AfterAll
    void stop() {
        gateway.close();
        upstream.close();
    }

    /** What one pair showed, streamed or not. */
    private record Pair(Speech speech, Family family, boolean streamed, Set<String> notExpressed) {

        @Override
        public String toString() {
            return "%s to %s%s".formatted(speech, family, streamed ? ", streamed" : "");
        }
    }

    @Test
    void everyPairTellsAllThatBothEndsCanExpress() throws Exception {
        var pairs = new ArrayList<Pair>();
        try (var sdk = new Sdk(gateway)) {
            for (var speech : Speech.values()) {
                for (var family : Family.values()) {
                    for (boolean streamed : new boolean[] {false, true}) {
                        var pair = new Pair(speech, family, streamed, new TreeSet<>());
                        converse(sdk, pair);
                        pairs.add(pair);
                    }
                }
            }
        }
        var text = Files.readString(README);
        var expected = text.substring(0, text.indexOf(HEAD)) + HEAD + rows(pairs, records(pairs.size() * TURNS.size()));
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(README, expected);
        }
        assertThat(Files.readString(README)).as("%s; run mvn verify -Dgolden.update=true and review the change", README)
            .isEqualTo(expected);
    }

    private void converse(Sdk sdk, Pair pair) {
        var talk = pair.speech.begin(pair.family, pair.streamed);
        for (var facts : TURNS) {
            upstream.answer(pair.family.reply(facts, pair.streamed));

            var heard = pair.speech.client.ask(sdk, talk.request, pair.streamed);

            var turn = pair.streamed ? talk.gathered(heard.stream()) : talk.turn(heard.get(0));
            compare(pair, pair.speech.read(turn, heard), pair.family.told(facts));
            assertThat(pair.speech.finish(heard)).as("%s: finish", pair)
                .isEqualTo(facts.calls().isEmpty() ? pair.speech.stopping : pair.speech.calling);
            compareRequest(pair, upstream.take().text(), facts);
            talk.keep(turn);
        }
    }

    /** Without words, calls or counts no pair is any good; thoughts some cannot tell. */
    private static void compare(Pair pair, Facts read, Facts told) {
        assertThat(read.text()).as("%s: text", pair).isEqualTo(told.text());
        assertThat(read.calls()).as("%s: calls", pair).isEqualTo(told.calls());
        assertThat(read.promptTokens()).as("%s: tokens of the prompt", pair).isEqualTo(told.promptTokens());
        assertThat(read.completionTokens()).as("%s: tokens of the answer", pair).isEqualTo(told.completionTokens());
        if (!read.thought().equals(told.thought())) {
            pair.notExpressed.add("thoughts are not told");
        }
    }

    private static void compareRequest(Pair pair, String asked, Facts answered) {
        assertThat(asked).as("%s: the request", pair).contains(Speech.SYSTEM, "How is it there?", Speech.PICTURE,
            "Tells the weather", "\"now\"");
        if (answered.calls().isEmpty()) {
            Facts.CALLS.calls().stream().map(Call::id)
                .forEach(id -> assertThat(asked.split(id, -1)).as("%s: %s", pair, id)
                    .hasSize(3));
            assertThat(asked.split("12 °C", -1)).as("%s: results", pair).hasSize(3);
            if (pair.family.proof().stream().anyMatch(proof -> !asked.contains(proof))) {
                pair.notExpressed.add("the model does not get back what it thought");
            }
        }
    }

    /** All of them, in the order of the calls. */
    private List<JsonObject> records(int count) throws IOException, InterruptedException {
        var file = gateway.home().resolve("log/calls.jsonl");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            var lines = Files.exists(file) ? Files.readString(file) : "";
            var records = lines.substring(0, lines.lastIndexOf('\n') + 1).lines()
                .map(line -> JsonParser.parseString(line).getAsJsonObject()).toList();
            if (records.size() >= count) {
                return records;
            }
            assertThat(System.nanoTime()).as("hang guard: %d of %d records", records.size(), count).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static String rows(List<Pair> pairs, List<JsonObject> records) {
        assertThat(records).hasSize(pairs.size() * TURNS.size());
        var rows = new StringBuilder();
        for (int i = 0; i < pairs.size(); i += 2) {
            var whole = pairs.get(i);
            var streamed = pairs.get(i + 1);
            assertThat(streamed.notExpressed).as("%s", streamed).isEqualTo(whole.notExpressed);
            var dropped = dropped(records.subList(i * TURNS.size(), (i + 1) * TURNS.size()));
            assertThat(dropped(records.subList((i + 1) * TURNS.size(), (i + 2) * TURNS.size()))).as("%s", streamed)
                .isEqualTo(dropped);
            rows.append("| `%s` | %s | %s | %s |\n".formatted(whole.speech.dialect,
                whole.family.name().toLowerCase().replace('_', ' '), String.join("; ", whole.notExpressed),
                String.join(", ", dropped.stream().map("`%s`"::formatted).toList())));
        }
        return rows.toString();
    }

    private static Set<String> dropped(List<JsonObject> records) {
        var names = new TreeSet<String>();
        records.stream().flatMap(record -> record.has("dropped") ? record.getAsJsonArray("dropped").asList().stream()
            : Stream.<JsonElement>of()).forEach(name -> names.add(name.getAsString()));
        return names;
    }
}
