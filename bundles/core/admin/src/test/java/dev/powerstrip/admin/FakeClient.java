package dev.powerstrip.admin;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.powerstrip.line.Authenticator;
import dev.powerstrip.line.ClientExchange;
import dev.powerstrip.line.Site;
import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.auth.Principal.Role;
import dev.powerstrip.sdk.dialect.HttpAnswer;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.http.RequestHead;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** One call to a site, and the answer it got. */
final class FakeClient implements ClientExchange {

    static final String MANAGER = "m".repeat(64);

    private final RequestHead head;
    private final byte[] body;
    private HttpAnswer answer;

    private FakeClient(RequestHead head, byte[] body) {
        this.head = head;
        this.body = body;
    }

    /** Calls with the management key, from this machine. */
    static FakeClient call(Site site, String method, String target, String body) throws IOException {
        return call(site, method, target, body, "manager", "127.0.0.1");
    }

    static FakeClient call(Site site, String method, String target, String body, String key, String from)
        throws IOException {
        int question = target.indexOf('?');
        var head = new RequestHead(method, question < 0 ? target : target.substring(0, question),
            question < 0 ? "" : target.substring(question + 1), Headers.of("x-api-key", key),
            new InetSocketAddress(from, 40000));
        if (!site.accepts(head)) {
            throw new AssertionError("the site does not accept " + head);
        }
        var client = new FakeClient(head, body.getBytes(StandardCharsets.UTF_8));
        site.serve(client);
        return client;
    }

    /** Knows the keys {@code manager} and {@code user}. */
    static Authenticator authenticator() {
        return head -> switch (head.header("x-api-key").orElse("")) {
            case "manager" -> new Principal(MANAGER, "sk-ps-man...", Role.MANAGEMENT);
            case "user" -> new Principal("u".repeat(64), "sk-ps-use...", Role.INFERENCE);
            default -> throw new GatewayException(ErrorType.AUTHENTICATION, "unknown");
        };
    }

    int status() {
        return answer.status();
    }

    Headers headers() {
        return answer.headers();
    }

    JsonObject json() {
        return JsonParser.parseString(new String(answer.body(), StandardCharsets.UTF_8)).getAsJsonObject();
    }

    @Override
    public RequestHead head() {
        return head;
    }

    @Override
    public byte[] body(long limit) {
        if (body.length > limit) {
            throw new GatewayException(ErrorType.PAYLOAD_TOO_LARGE, "too large");
        }
        return body;
    }

    @Override
    public void answer(HttpAnswer whole) {
        answer = whole;
    }

    @Override
    public void begin(int status, Headers headers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void write(byte[] bytes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void end(byte[] bytes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void abort() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void onHangUp(Runnable action) {
        throw new UnsupportedOperationException();
    }
}
