package dev.powerstrip.http;

import dev.powerstrip.line.ClientExchange;
import dev.powerstrip.line.ClientGoneException;
import dev.powerstrip.line.ClientStalledException;
import dev.powerstrip.sdk.dialect.HttpAnswer;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.http.RequestHead;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;

/** One exchange over Jetty's request and response: the thread that serves it waits for every byte. */
final class JettyExchange implements ClientExchange {

    /** So much must be taken by the client within the write timeout; a large answer goes out in such pieces. */
    private static final int PIECE = 64 << 10;
    private static final int WITH_ITS_HEAD = 8 << 10;

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final Settings settings;
    private final Duration writeTimeout;
    private final boolean lastOfConnection;
    private final WatchedEndPoint connection;
    private final HangUp hangUp;
    private final Body body;
    private final boolean http2;
    private final RequestHead head;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile boolean begun;
    private volatile boolean unwritten;
    private volatile boolean bodyLeft;

    /** @param lastOfConnection whether the client is to connect anew for its next request */
    JettyExchange(Request request, Response response, Callback callback, Settings settings, boolean lastOfConnection) {
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.settings = settings;
        this.writeTimeout = settings.writeTimeout();
        this.lastOfConnection = lastOfConnection;
        var version = request.getConnectionMetaData().getHttpVersion();
        http2 = version == HttpVersion.HTTP_2;
        head = head(request);
        hangUp = new HangUp(request.getConnectionMetaData().getConnector().getExecutor());
        body = new Body(request, settings.bodyTimeout(), hangUp::isGone);
        connection = WatchedEndPoint.of(request);
        connection.began(hangUp, version, comesAtOnce(request));
        if (http2) {
            request.addFailureListener(failure -> hangUp.seen());
        }
    }

    /** True for a body, or none, that by all likelihood came in one piece with its head. */
    private static boolean comesAtOnce(Request request) {
        return request.getLength() <= WITH_ITS_HEAD && !request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
    }

    private static RequestHead head(Request request) {
        var uri = request.getHttpURI();
        return new RequestHead(request.getMethod(), orEmpty(uri.getPath()), orEmpty(uri.getQuery()), headers(request),
            (InetSocketAddress) request.getConnectionMetaData().getRemoteSocketAddress());
    }

    private static Headers headers(Request request) {
        var fields = request.getHeaders();
        var namesAndValues = new ArrayList<String>(2 * fields.size() + 2);
        for (var field : fields) {
            namesAndValues.add(field.getName());
            namesAndValues.add(orEmpty(field.getValue()));
        }
        if (!fields.contains(HttpHeader.HOST)) {
            // HTTP/2 says it without a header.
            namesAndValues.add("Host");
            namesAndValues.add(orEmpty(request.getHttpURI().getAuthority()));
        }
        return Headers.of(namesAndValues.toArray(String[]::new));
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    @Override
    public RequestHead head() {
        return head;
    }

    /** True once something of the answer may have gone to the client. */
    boolean begun() {
        return begun;
    }

    /** True once the client is known to have left before it had all of its answer. */
    boolean isGone() {
        return hangUp.isGone() || unwritten;
    }

    boolean isOver() {
        return over.get();
    }

    @Override
    public byte[] body(long limit) throws IOException {
        try {
            long most = Math.min(limit, settings.bodyLimit(head));
            var bytes = body.read(most);
            connection.bodyRead();
            var encoding = request.getHeaders().get(HttpHeader.CONTENT_ENCODING);
            return encoding == null ? bytes : unpacked(bytes, encoding.toLowerCase(Locale.ROOT), most);
        } catch (ClientGoneException gone) {
            hangUp.met();
            throw gone;
        }
    }

    private static byte[] unpacked(byte[] bytes, String encoding, long limit) {
        return switch (encoding) {
            case "identity" -> bytes;
            case "gzip", "x-gzip" -> bytes.length == 0 ? bytes : Gzip.unpacked(bytes, limit);
            default -> throw new GatewayException(ErrorType.INVALID_REQUEST,
                "the body's Content-Encoding is not understood: send it as it is, or as gzip");
        };
    }

    @Override
    public void answer(HttpAnswer answer) throws IOException {
        var sent = mayBePacked(answer) ? packed(answer) : answer;
        begin(sent.status(), withLength(sent));
        end(sent.body());
    }

    private boolean mayBePacked(HttpAnswer answer) {
        return settings.gzipAbove() >= 0 && answer.body().length > settings.gzipAbove()
            && answer.headers().first("Content-Type").filter(type -> type.startsWith("application/json")).isPresent();
    }

    private HttpAnswer packed(HttpAnswer answer) {
        var varying = answer.with("Vary", "Accept-Encoding");
        if (!request.getHeaders().getQualityCSV(HttpHeader.ACCEPT_ENCODING).contains("gzip")) {
            return varying;
        }
        var headers = varying.headers().with("Content-Encoding", "gzip");
        return new HttpAnswer(answer.status(), headers, Gzip.packed(answer.body()));
    }

    /** Sends a whole, small answer without waiting: for threads that must not. */
    void answerWithoutWaiting(HttpAnswer answer) {
        begin(answer.status(), withLength(answer));
        response.write(true, ByteBuffer.wrap(answer.body()),
            Callback.from(Invocable.InvocationType.NON_BLOCKING, this::finish, failure -> abort()));
    }

    private static Headers withLength(HttpAnswer answer) {
        boolean bodiless = answer.status() == 204 || answer.status() == 304;
        return bodiless ? answer.headers()
            : answer.headers().with("Content-Length", Integer.toString(answer.body().length));
    }

    @Override
    public void begin(int status, Headers headers) {
        begun = true;
        bodyLeft = !body.skip();
        response.setStatus(status);
        headers.forEach(response.getHeaders()::add);
        if (!http2 && (bodyLeft || lastOfConnection)) {
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
        }
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        send(bytes, false);
    }

    @Override
    public void end(byte[] bytes) throws IOException {
        send(bytes, true);
        finish();
    }

    private void send(byte[] bytes, boolean last) throws IOException {
        int from = 0;
        for (; bytes.length - from > PIECE; from += PIECE) {
            sendPiece(ByteBuffer.wrap(bytes, from, PIECE).slice(), false);
        }
        sendPiece(ByteBuffer.wrap(bytes, from, bytes.length - from).slice(), last);
    }

    private void sendPiece(ByteBuffer piece, boolean last) throws IOException {
        if (hangUp.isGone()) {
            hangUp.met();
            throw new ClientGoneException(new ClosedChannelException());
        }
        if (last) {
            // A client may hang up as soon as it has all, and then there is nothing to stop any more.
            hangUp.over();
        }
        var written = new Completion();
        response.write(last, piece, written);
        if (!written.await(writeTimeout)) {
            var stalled = new ClientStalledException(
                new TimeoutException("nothing was read for %s (writeTimeout)".formatted(writeTimeout)));
            abort();
            throw stalled;
        }
        if (written.failure().isPresent()) {
            unwritten = true;
            hangUp.met();
            throw new ClientGoneException(written.failure().get());
        }
    }

    private void finish() {
        if (leave()) {
            if (lingers()) {
                new Linger(request, callback).start();
            } else {
                callback.succeeded();
            }
        }
    }

    /** Only if there is something to wait for: who asked first need not send, though over HTTP/2 it still ends its stream. */
    private boolean lingers() {
        return bodyLeft && !body.awaited() && (http2 || !request.getHeaders().contains(HttpHeader.EXPECT));
    }

    @Override
    public void abort() {
        if (leave()) {
            callback.failed(new Request.Handler.AbortException("broken off"));
        }
    }

    private boolean leave() {
        if (!over.compareAndSet(false, true)) {
            return false;
        }
        hangUp.over();
        connection.ended(hangUp);
        return true;
    }

    @Override
    public void onHangUp(Runnable action) {
        hangUp.onHangUp(action);
    }
}
