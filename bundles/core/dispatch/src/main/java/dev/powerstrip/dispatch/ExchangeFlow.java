package dev.powerstrip.dispatch;

import com.google.gson.JsonPrimitive;
import dev.powerstrip.line.Lease;
import dev.powerstrip.line.PluginFailedException;
import dev.powerstrip.line.Plugins.ProviderLease;
import dev.powerstrip.line.Upstream;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.form.Frame;
import dev.powerstrip.sdk.form.Framing;
import dev.powerstrip.sdk.provider.Provider;
import dev.powerstrip.sdk.provider.ProviderResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;

/** An answer that an upstream sends over HTTP and the adapter's reader reads. */
final class ExchangeFlow extends Flow {

    /** Enough for every provider's error; more is not read. */
    private static final int REFUSAL_LIMIT = 64 * 1024;
    private static final Duration REFUSAL_PATIENCE = Duration.ofSeconds(2);
    /** For the end of the body, which mostly is here when the terminal event is: without it no connection is kept. */
    private static final Duration LAST_BYTES_PATIENCE = Duration.ofMillis(10);

    private static final int A_READ = 8 << 10;
    private static final int MOST_READ = 16 << 10;

    private final AnswerReader reader;
    private final ProviderLease lease;
    private final Upstream.Response response;
    private final Framing framing;
    private final byte[] buffer;
    private final Consumer<Frame> frames;
    private final Lease.Call<Provider, Boolean> feed;
    private int count;
    private boolean ended;
    private RuntimeException failure;

    private ExchangeFlow(AnswerReader reader, ProviderLease lease, Upstream.Response response) {
        this.reader = reader;
        this.lease = lease;
        this.response = response;
        var contentType = response.headers().first("Content-Type").orElse("");
        long length = length(response);
        this.framing = Framing.of(contentType.toLowerCase(Locale.ROOT), length);
        this.buffer = new byte[length > 0 ? (int) Math.min(length, MOST_READ) : A_READ];
        this.frames = frame -> this.reader.read(frame, this::add);
        this.feed = any -> fed();
    }

    /** How long the body says it is; 0 if it does not. */
    private static long length(Upstream.Response response) {
        try {
            return response.headers().first("Content-Length").map(Long::parseLong).orElse(0L);
        } catch (NumberFormatException nonsense) {
            return 0;
        }
    }

    /** @throws GatewayException if the upstream refused the request, in the words of the reader */
    static ExchangeFlow open(ProviderResponse.Exchange exchange, ProviderLease lease, Upstream.Response response)
        throws IOException {
        if (response.status() < 300) {
            return new ExchangeFlow(exchange.reader(), lease, response);
        }
        try (response) {
            throw refusal(exchange.reader(), lease, response);
        }
    }

    private static GatewayException refusal(AnswerReader reader, ProviderLease lease, Upstream.Response response)
        throws IOException {
        int status = response.status();
        if (status == 401) {
            // Providers put a part of the key into this message.
            return new GatewayException(ErrorType.PROVIDER_UNAVAILABLE, "the provider refused the gateway's credential")
                .with("provider_code", "401");
        }
        var body = refusalBody(response);
        var error = lease.call(any -> Objects.requireNonNull(reader.refused(status, response.headers(), body),
            "refused(..) answered null"));
        return error.metadata().has("provider_code") ? error
            : error.with("provider_code", new JsonPrimitive(Integer.toString(status)));
    }

    private static byte[] refusalBody(Upstream.Response response) {
        var body = new ByteArrayOutputStream();
        var buffer = new byte[4096];
        response.readTimeout(REFUSAL_PATIENCE);
        try {
            for (int count = 0; count >= 0 && body.size() < REFUSAL_LIMIT; count = response.body().read(buffer)) {
                body.write(buffer, 0, count);
            }
        } catch (IOException cut) {
            // The status has said it already; the words that came will do.
            return body.toByteArray();
        }
        return body.toByteArray();
    }

    @Override
    void patience(Duration time) {
        response.readTimeout(time);
    }

    /** What a read brought before the frame that failed is handed on before the failure. */
    @Override
    void pull() throws IOException {
        if (failure != null || ended) {
            throw failure != null ? failure : brokenOff();
        }
        count = response.body().read(buffer);
        try {
            lease.call(feed);
        } catch (PluginFailedException e) {
            misreading();
            failure = e;
        } catch (GatewayException e) {
            if (isNonsense(e)) {
                misreading();
            }
            failure = e;
        }
    }

    /** What the provider itself said is wrong comes with its code, or as another type. */
    private static boolean isNonsense(GatewayException e) {
        return e.type() == ErrorType.PROVIDER_UNAVAILABLE && !e.metadata().has("provider_code");
    }

    private boolean fed() {
        if (count >= 0) {
            framing.feed(buffer, 0, count, frames);
            return true;
        }
        ended = true;
        framing.end(frames);
        return true;
    }

    @Override
    void close() throws IOException {
        try (response) {
            if (terminal()) {
                readLastBytes();
            }
        }
    }

    private void readLastBytes() {
        response.readTimeout(LAST_BYTES_PATIENCE);
        try {
            for (int reads = 0; reads < 4 && response.body().read(buffer) >= 0;) {
                reads++;
            }
        } catch (IOException none) {
            // Then the connection is closed, which costs the next call a new one and this one nothing.
            return;
        }
    }
}
