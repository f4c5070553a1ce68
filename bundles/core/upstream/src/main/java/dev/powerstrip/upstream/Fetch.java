package dev.powerstrip.upstream;

import dev.powerstrip.line.Cancellation;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.upstream.Fetched;
import dev.powerstrip.sdk.upstream.UpstreamRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/** One fetch: the look-up and every request of it together have one time limit. One thread. */
final class Fetch implements AutoCloseable {

    private static final int MOST = 20 * 1024 * 1024;
    private static final int HTTPS = 443;

    private final SSLContext tls;
    private final Supplier<Socket> sockets;
    private final Duration limit;
    private final Cancellation cancellation;
    private final Alarms.Alarm alarm;
    private final Cancellation.Registration registration;
    private volatile Connection connection;
    private volatile boolean over;

    Fetch(SSLContext tls, Supplier<Socket> sockets, Alarms alarms, Duration limit,
        Cancellation cancellation) {
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

    /** Where the URL leads, as soon as that is known. */
    InetAddress[] await(URI url, Future<InetAddress[]> addresses) throws IOException {
        try {
            return connection.await(addresses);
        } catch (UnknownHostException unknown) {
            throw unknown;
        } catch (IOException failed) {
            checkCancelled(failed);
            throw refused(url, failed);
        }
    }

    /** What is there, or where it says to look. */
    Found get(URI url, InetAddress[] addresses) throws IOException {
        try {
            open(url, addresses);
            var request = UpstreamRequest.get(url).build();
            return found(url, connection.exchange(out -> Requests.direct(request, out)));
        } catch (IOException failed) {
            checkCancelled(failed);
            throw refused(url, failed);
        }
    }

    private void checkCancelled(IOException failed) throws IOException {
        if (cancellation.isCancelled()) {
            throw new IOException("the fetch was cancelled", failed);
        }
    }

    private GatewayException refused(URI url, IOException failed) {
        return UrlFetcher.refused(over ? "the URL at %s did not come within %s".formatted(url.getHost(), limit)
            : "the URL at %s could not be fetched".formatted(url.getHost()), failed);
    }

    private void open(URI url, InetAddress[] addresses) throws IOException {
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
