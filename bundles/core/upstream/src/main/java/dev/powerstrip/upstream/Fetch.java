package dev.powerstrip.upstream;

import dev.powerstrip.line.Cancellation;
import dev.powerstrip.sdk.upstream.Fetched;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/** One fetch: every request of it goes to the same addresses, and all of them together have one time limit. One thread. */
final class Fetch implements AutoCloseable {

    private static final int MOST = 20 * 1024 * 1024;
    private static final HttpRequestExecutor EXECUTOR = new HttpRequestExecutor();

    private final InetAddress[] addresses;
    private final DefaultHttpClientConnectionOperator operator;
    private final Duration limit;
    private final Cancellation cancellation;
    private final Alarms.Alarm alarm;
    private final Cancellation.Registration registration;
    private volatile Connection connection = new Connection();
    private volatile boolean over;

    Fetch(InetAddress[] addresses, SSLContext tls, Supplier<Socket> sockets, Alarms alarms, Duration limit,
        Cancellation cancellation) {
        this.addresses = addresses;
        var strategies = RegistryBuilder.<TlsSocketStrategy>create()
            .register(URIScheme.HTTPS.id, new DefaultClientTlsStrategy(tls, HostnameVerificationPolicy.BUILTIN,
                NoopHostnameVerifier.INSTANCE))
            .build();
        this.operator = new DefaultHttpClientConnectionOperator(any -> sockets.get(), null, new Pinned(), strategies);
        this.limit = limit;
        this.cancellation = cancellation;
        this.alarm = alarms.in(limit, this::stop);
        this.registration = cancellation.onCancel(this::stop);
    }

    private void stop() {
        over = true;
        connection.close(CloseMode.IMMEDIATE);
    }

    /** What is there, or where it says to look. */
    Found get(URI url) throws IOException {
        var context = HttpCoreContext.create();
        try {
            open(url, context);
            // Nothing of the answer is closed but the connection: a body that is closed is read to its end first.
            return found(url, EXECUTOR.execute(Requests.get(url), connection, context));
        } catch (HttpException | IOException failed) {
            if (cancellation.isCancelled()) {
                throw new IOException("the fetch was cancelled", failed);
            }
            throw UrlFetcher.refused(over ? "the URL at %s did not come within %s".formatted(url.getHost(), limit)
                : "the URL at %s could not be fetched".formatted(url.getHost()));
        }
    }

    private void open(URI url, HttpCoreContext context) throws IOException {
        connection.close(CloseMode.IMMEDIATE);
        connection = new Connection();
        if (over) {
            throw new IOException("stopped");
        }
        var timeout = Timeout.of(limit);
        var tls = TlsConfig.custom().setHandshakeTimeout(timeout).build();
        operator.connect(connection, new HttpHost("https", url.getHost(), 443), null, null, timeout,
            SocketConfig.DEFAULT, tls, context);
    }

    private static Found found(URI url, ClassicHttpResponse response) throws IOException {
        int status = response.getCode();
        var location = response.getFirstHeader("Location");
        if (status >= 300 && status < 400 && location != null) {
            return new Found(Optional.empty(), location.getValue());
        }
        if (status != 200) {
            throw UrlFetcher.refused("the URL at %s answers with status %d".formatted(url.getHost(), status));
        }
        var type = response.getFirstHeader("Content-Type");
        return new Found(Optional.of(new Fetched(content(url, response), type == null ? "" : type.getValue())), "");
    }

    private static byte[] content(URI url, ClassicHttpResponse response) throws IOException {
        var content = new ByteArrayOutputStream();
        if (response.getEntity() == null) {
            return content.toByteArray();
        }
        var buffer = new byte[16 * 1024];
        var body = response.getEntity().getContent();
        for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
            content.write(buffer, 0, count);
            if (content.size() > MOST) {
                throw UrlFetcher.refused(
                    "what the URL at %s leads to is larger than %d bytes".formatted(url.getHost(), MOST));
            }
        }
        return content.toByteArray();
    }

    @Override
    public void close() {
        alarm.close();
        registration.close();
        connection.close(CloseMode.IMMEDIATE);
    }

    /**
     * What a request brought.
     *
     * @param location where to look, if there is no content
     */
    record Found(Optional<Fetched> content, String location) {}

    /** Knows every name by the addresses that were looked up once. */
    private final class Pinned implements DnsResolver {

        @Override
        public InetAddress[] resolve(String host) {
            return addresses.clone();
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }
}
