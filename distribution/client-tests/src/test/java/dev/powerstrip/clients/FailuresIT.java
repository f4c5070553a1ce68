package dev.powerstrip.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.powerstrip.sdk.testing.FakeUpstream;
import dev.powerstrip.sdk.testing.Reply;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever clients and upstreams do wrong has its answer; the next request is served and no record is lost. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailuresIT {

    private static final String BEGINNING = """
        {"id":"c","object":"chat.completion.chunk","created":1,"model":"x","choices":[{"index":0,"delta":\
        {"role":"assistant","content":"Hel"},"finish_reason":null}]}""";

    @TempDir
    static Path home;

    private final List<String> asked = new ArrayList<>();
    /** Has a port and does not listen: nobody else gets the port meanwhile. */
    private final Socket nobody = new Socket();
    private FakeUpstream upstream;
    private RunningGateway gateway;
    private Caller caller;

    @BeforeAll
    void start() throws Exception {
        upstream = new FakeUpstream();
        Files.createDirectories(home.resolve("etc"));
        provide("up", upstream.baseUri() + "/v1", "");
        provide("hurried", upstream.baseUri() + "/v1", ", \"firstByteTimeout\": \"PT3S\", \"idleTimeout\": \"PT3S\"");
        nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        provide("nobody", "http://127.0.0.1:" + nobody.getLocalPort() + "/v1", "");
        gateway = RunningGateway.in(home);
    }

    private static void provide(String name, String baseUrl, String more) throws IOException {
        Files.writeString(home.resolve("etc/provider.compatible~" + name + ".cfg.json"),
            "{\"baseUrl\": \"%s\", \"models\": [\"x\"]%s}".formatted(baseUrl, more));
    }

    @BeforeEach
    void connect() {
        caller = new Caller(gateway.address(), gateway.key());
    }

    @AfterEach
    void servesTheNextRequest() throws Exception {
        var answer = caller.chat("echo/echo", "still there?", false);

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        asked.add(answer.id());
    }

    @AfterAll
    void losesNoRecord() throws Exception {
        try {
            assertThat(Records.of(gateway).await(asked)).doesNotHaveDuplicates();
        } finally {
            gateway.close();
            upstream.close();
            nobody.close();
        }
    }

    @Test
    void refusesMalformedJsonAndSaysWhere() throws Exception {
        var answer = caller.post("{\"model\": \"echo/echo\", ");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message()).contains("not valid JSON").contains("byte");
    }

    @Test
    void refusesAWrongTypeByTheFieldsName() throws Exception {
        var answer = caller.post("{\"model\":\"echo/echo\",\"messages\":\"hello\"}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message()).contains("messages");
    }

    @Test
    void refusesADuplicateField() throws Exception {
        var answer = caller.post("""
            {"model":"echo/echo","model":"up/x","messages":[{"role":"user","content":"hi"}]}""");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message()).contains("model").contains("twice");
    }

    @Test
    void namesTheNearestModelsToAnUnknownOne() throws Exception {
        var answer = caller.chat("echo/ecko", "hi", false);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message()).contains("echo/ecko is not a valid model ID").contains("echo/echo");
    }

    @Test
    void refusesAMissingAndAWrongKey() throws Exception {
        var body = "{\"model\":\"echo/echo\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

        assertThat(caller.post("chat/completions", body, "").status()).isEqualTo(401);
        assertThat(caller.post("chat/completions", body, "sk-ps-wrong").status()).isEqualTo(401);
    }

    @Test
    void sendsAManagementKeyAwayFromModelsAndNamesTheFix() throws Exception {
        var answer = caller.post("chat/completions",
            "{\"model\":\"echo/echo\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}", gateway.managementKey());

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.message()).contains("inference key");
    }

    @ParameterizedTest
    @CsvSource({"GET,admin/plugins", "POST,admin/models/refresh"})
    void keepsAdministrationFromWhoeverAProxySpeaksFor(String method, String route) throws Exception {
        var request = HttpRequest.newBuilder(gateway.address().resolve("/api/v1/" + route))
            .header("Authorization", "Bearer " + gateway.managementKey()).header("X-Forwarded-For", "10.0.0.1")
            .method(method, BodyPublishers.noBody()).build();

        var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
        assertThat(answer.body()).contains("adminListener", "adminOnPublic");
    }

    @Test
    void refusesAHundredMegabytesBeforeTheyAreSent() throws Exception {
        try (var socket = connectRaw()) {
            socket.getOutputStream().write(head("Content-Length: 104857600\r\n").getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();

            assertThat(firstLine(socket)).contains(" 413 ");
        }
    }

    @Test
    void cutsAClientOffThatSendsItsHeadTooSlowly() throws Exception {
        try (var socket = connectRaw()) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write("POST /v1/chat/comp".getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();

            assertThat(readToEnd(socket)).doesNotContain(" 200 ");
        }
    }

    @Test
    void saysThatNobodyAnswersAtAnUpstream() throws Exception {
        assertProviderError(ask("nobody/x", false), 502);
    }

    @Test
    void saysThatAnUpstreamStalls() throws Exception {
        upstream.answer(Reply.silence());

        assertProviderError(ask("hurried/x", false), 504);
    }

    @Test
    void saysThatAnUpstreamResetsTheConnection() throws Exception {
        upstream.answer(Reply.reset());

        assertProviderError(ask("up/x", false), 502);
    }

    @Test
    void saysThatAnUpstreamSendsGarbage() throws Exception {
        upstream.answer(Reply.raw("this is no HTTP at all\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
        assertProviderError(ask("up/x", false), 502);

        upstream.answer(Reply.json("{\"choices\": nonsense"));
        assertProviderError(ask("up/x", false), 502);

        upstream.answer(Reply.events("{broken"));
        assertProviderError(ask("up/x", true), 502);
    }

    @Test
    void tellsInTheStreamThatAnUpstreamCutIt() throws Exception {
        upstream.answer(Reply.stream().event(BEGINNING).cut());
        assertEndsInError(ask("up/x", true));

        upstream.answer(Reply.stream().event(BEGINNING).thenReset());
        assertEndsInError(ask("up/x", true));

        upstream.answer(Reply.stream().event(BEGINNING).stall());
        assertEndsInError(ask("hurried/x", true));
    }

    @Test
    void neverTellsAStreamAsCompleteThatEndsWithoutItsTerminalEvent() throws Exception {
        upstream.answer(Reply.events(BEGINNING));

        assertEndsInError(ask("up/x", true));
    }

    private Caller.Answer ask(String model, boolean stream) throws Exception {
        var answer = caller.chat(model, "hi", stream);
        asked.add(answer.id());
        return answer;
    }

    private static void assertProviderError(Caller.Answer answer, int status) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.error().get("code").getAsInt()).isEqualTo(status);
        assertThat(answer.error().getAsJsonObject("metadata").get("error_type").getAsString()).isNotEmpty();
    }

    private static void assertEndsInError(Caller.Answer answer) {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("Hel").contains("\"error\":").contains("\"finish_reason\":\"error\"")
            .doesNotContain("[DONE]");
    }

    private Socket connectRaw() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), gateway.address().getPort());
        socket.setSoTimeout(60_000);
        return socket;
    }

    private String head(String more) {
        return "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + gateway.key()
            + "\r\n"
            + "Content-Type: application/json\r\n" + more + "\r\n";
    }

    private static String firstLine(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)).readLine();
    }

    private static String readToEnd(Socket socket) throws IOException {
        try {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (SocketException reset) {
            return "";
        }
    }
}
