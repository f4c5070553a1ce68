package dev.powerstrip.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {

    private static final String KEYS = "GET /api/v1/keys?include_disabled=true&offset=";
    private static final String CHAT = "POST /api/v1/chat/completions";
    private static final String NO_KEYS = "{\"data\":[]}";

    @TempDir
    Path home;

    private FakeGateway gateway;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @BeforeEach
    void open() throws IOException {
        gateway = new FakeGateway();
        var data = Files.createDirectories(home.resolve("data"));
        Files.writeString(data.resolve("management-key"), "sk-ps-manager\n");
        Files.writeString(data.resolve("local-key"), "sk-ps-local\n");
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void listsItsVerbsAndExitsWithZeroOnlyIfItWasAsked() {
        assertThat(run("--help")).isZero();
        assertThat(text(out)).contains("plugin add JAR").contains("chat MODEL TEXT");

        assertThat(run()).isOne();
        assertThat(text(errors)).contains("plugin add JAR");
    }

    @Test
    void explainsEachVerb() {
        for (var verb : List.of("run", "start", "stop", "status", "plugin list", "plugin add", "plugin remove",
            "plugin swap", "plugin rollback", "plugin release", "plugin log", "key create", "key list", "key disable",
            "key delete", "models", "models import", "models refresh", "chat", "doctor", "version")) {
            assertThat(run(Stream.concat(Arrays.stream(verb.split(" ")), Stream.of("--help")).toArray(String[]::new)))
                .isZero();
            assertThat(text(out)).contains("powerstrip " + verb);
        }
        assertThat(run("key", "--help")).isZero();
    }

    @Test
    void refusesAnUnknownVerbAndMissingWords() {
        assertThat(run("fly")).isOne();
        assertThat(text(errors)).contains("\"fly\"");

        assertThat(run("chat", "echo/echo")).isOne();
        assertThat(text(errors)).contains("powerstrip chat MODEL TEXT");
    }

    @Test
    void saysThatNothingRunsWithTheHome() {
        assertThat(run("models", "--home", home.toString())).isOne();
        assertThat(text(errors)).contains("no gateway runs with the home " + home);
        assertThat(run("stop", "--home", home.toString())).isOne();
        assertThat(run("status", "--home", home.toString())).isOne();
        assertThat(text(out)).contains("nothing runs with this home");
    }

    @Test
    void listsPluginsWithTheManagementKey() {
        gateway.answer("GET /api/v1/admin/plugins", 200,
            """
            {"data":[{"id":"provider.openai","kind":"provider","off":"OPENAI_API_KEY is not set","revisions":[]},
            {"id":"provider.echo","kind":"provider","revisions":[
            {"number":1,"version":"1.0.0","state":"current","leases":2}]}]}""");

        assertThat(call("plugin", "list")).isZero();

        assertThat(text(out).lines()).hasSize(3)
            .anyMatch(line -> line.matches("provider.openai +off +OPENAI_API_KEY is not set"))
            .anyMatch(line -> line.matches("provider.echo +current +1.0.0 +2"));
        assertThat(gateway.nextCall().authorization()).isEqualTo("Bearer sk-ps-manager");
    }

    @Test
    void printsListsAsJsonForPrograms() {
        gateway.answer("GET /api/v1/models", 200, "{\"data\":[{\"id\":\"echo/echo\",\"name\":\"Echo\"}]}");

        assertThat(call("models", "--json")).isZero();

        assertThat(JsonParser.parseString(text(out)).getAsJsonArray()).hasSize(1);
        assertThat(gateway.nextCall().authorization()).isEqualTo("Bearer sk-ps-local");
    }

    @Test
    void takesAPriceListIntoTheOperatorsOwnFileBesideWhatIsThere() throws Exception {
        var etc = Files.createDirectories(home.resolve("etc"));
        Files.writeString(etc.resolve("models.json"), "{\"openrouter/a/b\": {\"name\": \"B\"}, \"x/y\": {}}");
        var list = Files.writeString(home.resolve("list.json"), """
            {"data": [{"id": "a/b", "pricing": {"prompt": "0.1", "completion": "0.2"}}, {"id": "a/c"}]}""");

        assertThat(run("models", "import", list.toString(), "--home", home.toString())).isZero();

        assertThat(text(out)).contains("OpenRouter's list: facts of 1 endpoints").contains("1 have no price")
            .contains("openrouter/a/c: no price is told");
        assertThat(Files.readString(etc.resolve("models.json"))).isEqualTo("""
            {
              "openrouter/a/b":{"name":"B","pricing":{"prompt":"0.1","completion":"0.2"}},
              "x/y":{}
            }
            """);
        assertThat(run("models", "import", home.resolve("none").toString())).isOne();
        assertThat(text(errors)).contains("there is no file");
    }

    @Test
    void saysWhatTheProvidersList() {
        gateway.answer("POST /api/v1/admin/models/refresh", 200,
            "{\"data\":[{\"provider\":\"acme\",\"outcome\":\"12 models\"}]}");

        assertThat(call("models", "refresh")).isZero();

        assertThat(text(out)).isEqualToIgnoringNewLines("acme: 12 models");
        assertThat(gateway.nextCall().authorization()).isEqualTo("Bearer sk-ps-manager");
    }

    @Test
    void sendsAJarUnderItsName() throws Exception {
        var jar = Files.writeString(home.resolve("acme-1.0.0.jar"), "the jar");
        gateway.answer("POST /api/v1/admin/plugins?name=acme-1.0.0.jar", 200,
            """
            {"data":{"id":"provider.acme","kind":"provider","revisions":[
            {"number":1,"version":"1.0.0","state":"current","leases":0}]}}""");

        assertThat(call("plugin", "add", jar.toString())).isZero();

        assertThat(gateway.nextCall().body()).isEqualTo("the jar");
        assertThat(text(out)).contains("provider.acme  current");
    }

    @Test
    void saysThatALowerVersionIsMeant() throws Exception {
        var jar = Files.writeString(home.resolve("acme-1.0.0.jar"), "the jar");
        gateway.answer("POST /api/v1/admin/plugins?name=acme-1.0.0.jar&allowDowngrade=true", 200,
            """
            {"data":{"id":"provider.acme","kind":"provider","revisions":[
            {"number":2,"version":"1.0.0","state":"current","leases":0}]}}""");

        assertThat(call("plugin", "add", "--allow-downgrade", jar.toString())).isZero();

        assertThat(text(out)).contains("provider.acme  current");
    }

    @Test
    void listsWhyARevisionIsRefused() {
        gateway.answer("GET /api/v1/admin/plugins", 200,
            """
            {"data":[{"id":"provider.acme","kind":"provider","revisions":[
            {"number":0,"version":"","state":"refused","leases":0,"reason":"acme.jar: is not signed, sign it"}]}]}""");

        assertThat(call("plugin", "list")).isZero();

        assertThat(text(out)).contains("refused").contains("acme.jar: is not signed, sign it");
    }

    @Test
    void passesOnWhyTheGatewayRefused() throws Exception {
        var jar = Files.writeString(home.resolve("bad.jar"), "x");
        gateway.answer("POST /api/v1/admin/plugins?name=bad.jar", 400,
            "{\"error\":{\"code\":400,\"message\":\"it exports a package\"}}");

        assertThat(call("plugin", "add", jar.toString())).isOne();

        assertThat(text(errors)).contains("it exports a package");
    }

    @Test
    void swapsAPluginForAJarThatIsTriedOutFirst() throws IOException {
        var jar = jar("provider.acme");
        gateway.answer("POST /api/v1/admin/plugins?name=acme.jar&canary=5%2C25%2C100&step=60s", 200,
            """
                {"data":{"id":"provider.acme","kind":"provider","revisions":[{"number":2,"version":"2.0.0","state":"canary",
                 "leases":0,"canary":{"percent":5,"requests":7,"faulty":1,"next":"25 % from then on"}}]}}""");

        assertThat(call("plugin", "swap", "provider.acme", jar.toString(), "--canary", "5,25,100", "--step", "60s"))
            .isZero();

        assertThat(text(out)).contains("canary").contains("5 % of the requests, 7 seen, 1 faulty; 25 % from then on");
        assertThat(call("plugin", "swap", "provider.other", jar.toString())).isOne();
        assertThat(text(errors)).contains("is provider.acme, not provider.other");
        assertThat(call("plugin", "swap", "provider.acme")).isOne();
    }

    @Test
    void swapsAPluginForARevisionThatIsThereAndGoesBack() {
        var answer = "{\"data\":{\"id\":\"provider.acme\",\"kind\":\"provider\",\"revisions\":[]}}";
        gateway.answer("POST /api/v1/admin/plugins/provider.acme/canary", 200, answer);
        gateway.answer("POST /api/v1/admin/plugins/provider.acme/rollback", 200, answer);

        assertThat(call("plugin", "swap", "provider.acme", "--revision", "1.4.2", "--canary", "10")).isZero();
        assertThat(gateway.nextCall().body()).isEqualTo("{\"revision\":\"1.4.2\",\"steps\":[10]}");
        assertThat(call("plugin", "rollback", "provider.acme", "--why", "slow")).isZero();
        assertThat(gateway.nextCall().body()).isEqualTo("{\"why\":\"slow\"}");
    }

    @Test
    void letsAPluginOutOfItsQuarantine() {
        gateway.answer("POST /api/v1/admin/plugins/provider.acme/release", 200,
            "{\"data\":{\"id\":\"provider.acme\",\"kind\":\"provider\",\"revisions\":[]}}");

        assertThat(call("plugin", "release", "provider.acme")).isZero();
    }

    @Test
    void tellsWhatHappenedToPlugins() {
        gateway.answer("GET /api/v1/admin/plugins/log", 200, """
            {"data":[{"when":"2026-11-22T10:00:00Z","plugin":"provider.acme","revision":"2.0.0","what":"rolled-back",
             "text":"failed attempts: 7 of 63"}]}""");

        assertThat(call("plugin", "log")).isZero();

        assertThat(text(out)).contains("rolled-back").contains("failed attempts: 7 of 63");
    }

    private Path jar(String id) throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        manifest.getMainAttributes().putValue("Powerstrip-Plugin", id);
        var file = home.resolve("acme.jar");
        new JarOutputStream(Files.newOutputStream(file), manifest).close();
        return file;
    }

    @Test
    void saysWhatWasAnsweredWhereThereIsNoReason() {
        gateway.answer("GET /api/v1/models", 502, "<html>proxy</html>");

        assertThat(call("models")).isOne();

        assertThat(text(errors)).contains("502").contains("<html>proxy</html>");
    }

    @Test
    void printsANewKeyOnceAndAlone() {
        gateway.answer("POST /api/v1/keys", 201, "{\"data\":{\"hash\":\"0123456789abcdef\"},\"key\":\"sk-ps-new\"}");

        assertThat(call("key", "create", "laptop")).isZero();

        assertThat(text(out)).isEqualTo("sk-ps-new\n");
        assertThat(gateway.nextCall().body()).isEqualTo("{\"name\":\"laptop\"}");
    }

    @Test
    void disablesTheKeyWhoseHashBeginsSo() {
        gateway.answer(KEYS + "0", 200, """
            {"data":[{"hash":"aaaaaaaaaaaaaaaa","name":"one"},{"hash":"abbbbbbbbbbbbbbb","name":"two"}]}""");
        gateway.answer(KEYS + "2", 200, NO_KEYS);
        gateway.answer("PATCH /api/v1/keys/abbbbbbbbbbbbbbb", 200, "{\"data\":{}}");

        assertThat(call("key", "disable", "a")).isOne();
        assertThat(text(errors)).contains("2 keys have a hash that begins with \"a\"");

        assertThat(call("key", "disable", "ab")).isZero();
        assertThat(text(out)).contains("(two) is disabled");
    }

    @Test
    void printsAnAnswerAsItComes() {
        gateway.answer("POST /api/v1/chat/completions", 200, """
            : a comment

            data: {"choices":[{"delta":{"role":"assistant","content":""}}]}

            data: {"choices":[{"delta":{"content":"Hel"}}]}

            data: {"choices":[{"delta":{"content":"lo"}}]}

            data: {"choices":[],"usage":{}}

            data: [DONE]

            """);

        assertThat(call("chat", "echo/echo", "Hello")).isZero();

        assertThat(text(out)).isEqualTo("Hello\n");
    }

    @Test
    void tellsACutOrFailedAnswerFromAWholeOne() {
        gateway.answer("POST /api/v1/chat/completions", 200,
            "data: {\"choices\":[{\"delta\":{\"content\":\"Hel\"}}]}\n\n");
        assertThat(call("chat", "echo/echo", "Hello")).isOne();
        assertThat(text(errors)).contains("broke off");

        gateway.answer("POST /api/v1/chat/completions", 200,
            "data: {\"error\":{\"message\":\"upstream cut\"},\"choices\":[]}\n\n");
        assertThat(call("chat", "echo/echo", "Hello")).isOne();
        assertThat(text(errors)).contains("upstream cut");
    }

    @Test
    void hasAProviderAnswerInEachWayAndSaysWhatCame() {
        gateway.answer("GET /api/v1/models?sort=pricing-low-to-high&providers=acme", 200,
            """
            {"data":[{"id":"acme/tiny","supported_parameters":["seed"]},
            {"id":"acme/small","supported_parameters":["tools"]},{"id":"acme/big","supported_parameters":["tools"]}]}""");
        gateway.answer(CHAT, 200, """
            {"choices":[{"message":{"content":"pong"},"finish_reason":"stop"}],
            "usage":{"prompt_tokens":9,"completion_tokens":2,"cost":0.0000041}}""");
        gateway.answer(CHAT, 200, """
            data: {"choices":[{"delta":{"role":"assistant","content":"po"}}]}

            data: {"choices":[{"delta":{"content":"ng"},"finish_reason":"stop"}]}

            data: {"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":2}}

            data: [DONE]
            """);
        gateway.answer(CHAT, 200, """
            {"choices":[{"message":{"content":null,"tool_calls":[{"function":{"name":"weather",
            "arguments":"{\\"city\\":\\"Bern\\"}"}}]},"finish_reason":"tool_calls"}]}""");

        assertThat(call("doctor", "--live", "acme")).isZero();

        assertThat(text(out).lines().map(line -> line.replaceAll("\\d+ ms$", "N ms"))).containsExactly(
            "ok     asking acme for acme/small",
            "ok     whole: \"pong\" (stop), 9 + 2 tokens, $0.0000041, N ms",
            "ok     streamed: \"pong\" (stop) in 3 pieces, 9 + 2 tokens, no price known, N ms",
            "ok     tools: calls weather({\"city\":\"Bern\"}) (tool_calls), no usage told, N ms");
        gateway.nextCall();
        assertThat(gateway.nextCall().body()).contains("\"acme/small\"").contains("{\"only\":[\"acme\"]}")
            .doesNotContain("\"stream\"");
        assertThat(gateway.nextCall().body()).contains("\"stream\":true");
        assertThat(gateway.nextCall().body()).contains("\"tools\"");
    }

    @Test
    void saysInWhichWayAProviderDidNotAnswer() {
        gateway.answer("GET /api/v1/models?sort=pricing-low-to-high&providers=acme", 200, """
            {"data":[{"id":"acme/small","supported_parameters":["tools"]}]}""");
        gateway.answer(CHAT, 502, "{\"error\":{\"message\":\"Acme refused its credential\"}}");
        gateway.answer(CHAT, 200, "data: {\"choices\":[{\"delta\":{\"content\":\"po\"}}]}\n\n");
        gateway.answer(CHAT, 200, "{\"choices\":[{\"message\":{\"content\":\"It rains.\"}}]}");

        assertThat(call("doctor", "--live", "acme", "--model", "acme/small")).isOne();

        assertThat(text(out)).contains("WRONG  whole: Acme refused its credential, after ")
            .contains("WRONG  streamed: the answer broke off")
            .contains("WRONG  tools: no tool was called; \"It rains.\" (no reason told)");
    }

    @Test
    void saysWhyAProviderCannotBeAsked() {
        gateway.answer("GET /api/v1/models?sort=pricing-low-to-high&providers=acme", 200, "{\"data\":[]}");
        gateway.answer("GET /api/v1/admin/plugins", 200,
            "{\"data\":[{\"id\":\"provider.acme\",\"off\":\"ACME_API_KEY is not set\",\"revisions\":[]}]}");

        assertThat(call("doctor", "--live", "acme")).isOne();
        assertThat(text(errors)).contains("provider.acme is off: ACME_API_KEY is not set");

        gateway.answer("GET /api/v1/admin/plugins", 200, "{\"data\":[]}");
        assertThat(call("doctor", "--live", "acme")).isOne();
        assertThat(text(errors)).contains("--model names one that is not listed");
        assertThat(call("doctor", "--model", "acme/small")).isOne();
        assertThat(text(errors)).contains("--live PROVIDER, which is missing");
    }

    private int call(String... words) {
        return run(Stream.concat(Arrays.stream(words), Stream.of("--home", home.toString(), "--url", gateway.url()))
            .toArray(String[]::new));
    }

    private int run(String... words) {
        out.reset();
        errors.reset();
        return Main.run(List.of(words),
            new Terminal(new PrintStream(out, true, UTF_8), new PrintStream(errors, true, UTF_8), Map.of()));
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(UTF_8);
    }
}
