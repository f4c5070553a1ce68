package dev.powerstrip.sdk.testing;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.provider.Attempt;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.secret.Secret;
import dev.powerstrip.sdk.upstream.Fetched;
import dev.powerstrip.sdk.upstream.UpstreamRequest;
import dev.powerstrip.sdk.upstream.UpstreamResponse;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** An attempt without a gateway around it: it sends over the JDK's HTTP client. May be cancelled from any thread. */
public final class TestAttempt implements Attempt {

    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Endpoint endpoint;
    private final URI baseUri;
    private final Optional<Secret> credential;
    private final Headers headers;
    private final Map<URI, Fetched> fetched;
    private final int pieces;
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
    private final Set<UpstreamRequest> ifAbandoned = ConcurrentHashMap.newKeySet();

    private TestAttempt(Endpoint endpoint, URI baseUri, Optional<Secret> credential, Headers headers,
        Map<URI, Fetched> fetched, int pieces) {
        this.endpoint = endpoint;
        this.baseUri = baseUri;
        this.credential = credential;
        this.headers = headers;
        this.fetched = fetched;
        this.pieces = pieces;
    }

    /** An attempt of a provider that calls no upstream, or whose test does not get that far. */
    public static TestAttempt at(Endpoint endpoint) {
        return at(endpoint, URI.create("http://127.0.0.1:1"));
    }

    /** An attempt whose upstream is there, without a slash at the end. */
    public static TestAttempt at(Endpoint endpoint, URI baseUri) {
        return new TestAttempt(endpoint, baseUri, Optional.empty(), Headers.none(), Map.of(), Integer.MAX_VALUE);
    }

    public TestAttempt withCredential(String value) {
        return new TestAttempt(endpoint, baseUri, Optional.of(Secret.of(value)), headers, fetched, pieces);
    }

    /** One more header that the operator, the trace or the client wants upstream. */
    public TestAttempt withHeader(String name, String value) {
        return new TestAttempt(endpoint, baseUri, credential, headers.with(name, value), fetched, pieces);
    }

    /** What a URL of the client's leads to; any other one is refused, as by a gateway that fetches none. */
    public TestAttempt withUrl(String url, byte[] bytes, String contentType) {
        var more = new HashMap<>(fetched);
        more.put(URI.create(url), new Fetched(bytes, contentType));
        return new TestAttempt(endpoint, baseUri, credential, headers, more, pieces);
    }

    /** Hands on what the upstream answers in pieces of so many bytes at most; 1 cuts through every character and line. */
    public TestAttempt inPiecesOf(int bytes) {
        return new TestAttempt(endpoint, baseUri, credential, headers, fetched, bytes);
    }

    /** Makes whatever waits on this attempt fail, now and later; what was said for that case is sent. */
    public void cancel() {
        cancelled.countDown();
        open.forEach(TestAttempt::close);
        ifAbandoned.forEach(request -> CLIENT.sendAsync(http(request), HttpResponse.BodyHandlers.discarding()));
    }

    private static void close(Closeable body) {
        try {
            body.close();
        } catch (IOException e) {
            throw new AssertionError("a body cannot be closed", e);
        }
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public URI uri(String path) {
        return URI.create(baseUri + "/" + path);
    }

    @Override
    public Optional<Secret> credential() {
        return credential;
    }

    @Override
    public Headers headers() {
        return headers;
    }

    @Override
    public UpstreamResponse send(UpstreamRequest request) throws IOException {
        failIfCancelled();
        try {
            var answer = CLIENT.send(http(request), HttpResponse.BodyHandlers.ofInputStream());
            open.add(answer.body());
            if (cancelled.getCount() == 0) {
                answer.body().close();
            }
            failIfCancelled();
            return new Response(answer, pieces);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the upstream");
        }
    }

    private static HttpRequest http(UpstreamRequest request) {
        var http = HttpRequest.newBuilder(request.uri()).timeout(Patience.USUAL).method(request.method(),
            HttpRequest.BodyPublishers.ofByteArray(request.body()));
        request.headers().forEach(http::header);
        request.secretHeaders().forEach((name, value) -> value.use(text -> http.header(name, text)));
        return http.build();
    }

    @Override
    public Runnable ifAbandoned(UpstreamRequest request) {
        ifAbandoned.add(request);
        return () -> ifAbandoned.remove(request);
    }

    @Override
    public Fetched fetch(URI url) throws IOException {
        failIfCancelled();
        var found = fetched.get(url);
        if (found == null) {
            throw new GatewayException(ErrorType.INVALID_REQUEST, "this gateway fetches no URLs: send a data: URL");
        }
        return found;
    }

    @Override
    public void pause(Duration time) throws IOException {
        try {
            if (cancelled.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
                failIfCancelled();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while pausing");
        }
        failIfCancelled();
    }

    private void failIfCancelled() throws IOException {
        if (cancelled.getCount() == 0) {
            throw new IOException("the attempt is cancelled");
        }
    }

    private record Response(HttpResponse<InputStream> answer, int pieces) implements UpstreamResponse {

        @Override
        public int status() {
            return answer.statusCode();
        }

        @Override
        public Headers headers() {
            var headers = Headers.none();
            for (var header : answer.headers().map().entrySet()) {
                for (var value : header.getValue()) {
                    headers = headers.with(header.getKey(), value);
                }
            }
            return headers;
        }

        @Override
        public InputStream body() {
            return new FilterInputStream(answer.body()) {

                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    return super.read(bytes, offset, Math.min(length, pieces));
                }
            };
        }

        @Override
        public void close() throws IOException {
            answer.body().close();
        }
    }
}
