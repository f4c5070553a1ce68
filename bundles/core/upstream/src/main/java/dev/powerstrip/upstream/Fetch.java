package dev.powerstrip.upstream;

import dev.powerstrip.line.Cancellation;
import dev.powerstrip.sdk.upstream.Fetched;
import dev.powerstrip.sdk.upstream.UpstreamRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/** One fetch: every request of it goes to the same addresses, and all of them together have one time limit. One thread. */
final class Fetch implements AutoCloseable {

    private static final int MOST = 20 * 1024 * 1024;
    private static final int HTTPS = 443;

    private final InetAddress[] addresses;
    private final SSLContext tls;
    private final Supplier<Socket> sockets;
    private final Duration limit;
    private final Cancellation cancellation;
    private final Alarms.Alarm alarm;
    private final Cancellation.Registration registration;
    private volatile Connection connection;
    private volatile boolean over;

    Fetch(InetAddress[] addresses, SSLContext tls, Supplier<Socket> sockets, Alarms alarms, Duration limit,
        Cancellation cancellation) {
        this.addresses = addresses;
        this.tls = tls;
        this.sockets = sockets;
        this.limit = limit;
        this.cancellation = cancellation;
        this.connection = new Connection(sockets);
        this.alarm = alarms.ringing(this::stop);
        this.alarm.in(limit.toNanos());
        this.registration = cancellation.onCancel(this::stop);
    }

    private void stop() {
        over = true;
        connection.abort();
    }

    /** What is there, or where it says to look. */
    Found get(URI url) throws IOException {
        try {
            open(url);
            var request = UpstreamRequest.get(url).build();
            return found(url, connection.exchange(out -> Requests.direct(request, out)));
        } catch (IOException failed) {
            if (cancellation.isCancelled()) {
                throw new IOException("the fetch was cancelled", failed);
            }
            throw UrlFetcher.refused(over ? "the URL at %s did not come within %s".formatted(url.getHost(), limit)
                : "the URL at %s could not be fetched".formatted(url.getHost()), failed);
        }
    }

    private void open(URI url) throws IOException {
        connection.abort();
        connection = new Connection(sockets);
        if (over) {
            throw new IOException("stopped");
        }
        connection.connect(addresses, HTTPS);
        connection.secure(tls, url.getHost(), HTTPS);
    }

    private Found found(URI url, Head head) throws IOException {
        int status = head.status();
        var location = head.headers().first("Location");
        if (status >= 300 && status < 400 && location.isPresent()) {
            return new Found(Optional.empty(), location.get());
        }
        if (status != 200) {
            throw UrlFetcher.refused("the URL at %s answers with status %d".formatted(url.getHost(), status));
        }
        return new Found(
            Optional.of(new Fetched(content(url, head), head.headers().first("Content-Type").orElse(""))), "");
    }

    private byte[] content(URI url, Head head) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var buffer = new byte[16 * 1024];
        var content = Content.after(head, connection.input(), false);
        while (!content.ended()) {
            bytes.write(buffer, 0, Math.max(0, content.read(buffer, 0, buffer.length)));
            if (bytes.size() > MOST) {
                throw UrlFetcher.refused(
                    "what the URL at %s leads to is larger than %d bytes".formatted(url.getHost(), MOST));
            }
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        alarm.close();
        registration.close();
        connection.abort();
    }

    /**
     * What a request brought.
     *
     * @param location where to look, if there is no content
     */
    record Found(Optional<Fetched> content, String location) {}
}
