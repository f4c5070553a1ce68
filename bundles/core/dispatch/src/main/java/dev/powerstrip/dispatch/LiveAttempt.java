package dev.powerstrip.dispatch;

import dev.powerstrip.line.Answer;
import dev.powerstrip.line.Cancellation;
import dev.powerstrip.line.Exchange;
import dev.powerstrip.line.Fetcher;
import dev.powerstrip.line.PluginFailedException;
import dev.powerstrip.line.Plugins.ProviderLease;
import dev.powerstrip.line.ProviderSettings;
import dev.powerstrip.line.Upstream;
import dev.powerstrip.sdk.chat.ModelRequest;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.provider.Attempt;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.provider.ProviderResponse;
import dev.powerstrip.sdk.secret.Secret;
import dev.powerstrip.sdk.upstream.Fetched;
import dev.powerstrip.sdk.upstream.UpstreamRequest;
import dev.powerstrip.sdk.upstream.UpstreamResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One try at one endpoint: what its adapter sees of it, up to its commitment. */
final class LiveAttempt implements Attempt {

    private static final Logger LOG = LoggerFactory.getLogger(LiveAttempt.class);
    /** What a client says to the provider beside its body, and how the provider is told it. */
    private static final Map<String, String> PASSED_ON = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    static {
        PASSED_ON.put("anthropic-beta", "anthropic-beta");
        PASSED_ON.put("x-anthropic-beta", "anthropic-beta");
        PASSED_ON.put("traceparent", "traceparent");
        PASSED_ON.put("tracestate", "tracestate");
    }

    private final Endpoint endpoint;
    private final ProviderLease lease;
    private final Optional<Secret> credential;
    private final Upstream upstream;
    private final Fetcher fetcher;
    private final Exchange exchange;
    private final Cancellation cancellation = new Cancellation();
    private final Cancellation.Registration registration;
    private final List<Upstream.Response> responses = new ArrayList<>(2);
    private final List<UpstreamRequest> ifAbandoned = new ArrayList<>(0);
    private final Farewells farewells;
    private Deadline deadline;
    private volatile boolean recalled;

    LiveAttempt(Endpoint endpoint, ProviderLease lease, Optional<Secret> credential, Upstream upstream,
        Fetcher fetcher, Farewells farewells, Exchange exchange, Deadline deadline) {
        this.endpoint = endpoint;
        this.lease = lease;
        this.credential = credential;
        this.upstream = upstream;
        this.fetcher = fetcher;
        this.farewells = farewells;
        this.deadline = deadline;
        this.exchange = exchange;
        this.registration = exchange.cancellation().onCancel(cancellation::cancel);
        lease.onRecall(this::recall);
    }

    private void recall() {
        recalled = true;
        cancellation.cancel();
    }

    /** Asks the adapter and waits for the first content. An attempt that fails has ended. */
    Answer commit(ModelRequest said, Clock clock) throws IOException {
        boolean committed = false;
        try {
            var response = ask(said);
            UnsaidException.check(said);
            var answer = new LiveAnswer(this, lease, exchange, said.form(), flow(response));
            answer.commit(deadline);
            committed = true;
            deadline = Deadline.none(lease.settings(), clock);
            return answer;
        } catch (GatewayException | PluginFailedException | IOException e) {
            if (recalled) {
                throw takenAway(e);
            }
            if (e instanceof PluginFailedException && !cancellation.isCancelled()) {
                exchange.misreadBy(lease.revision());
            }
            throw e;
        } finally {
            if (!committed) {
                end();
            }
        }
    }

    /** What an adapter itself finds wrong with a request, before it asks its provider anything, another one may not mind. */
    private ProviderResponse ask(ModelRequest said) throws IOException {
        try {
            return lease.call(provider -> Objects.requireNonNull(Asking.ask(provider, said, this),
                "the adapter answered null"));
        } catch (GatewayException e) {
            if (responses.isEmpty() && e.type().fault() == ErrorType.Fault.CLIENT) {
                throw new UnsaidException(e);
            }
            throw e;
        }
    }

    /** True if the gateway itself ended it, because its adapter is taken away. */
    boolean isRecalled() {
        return recalled;
    }

    static GatewayException takenAway(Exception failure) {
        return new GatewayException(ErrorType.PROVIDER_UNAVAILABLE,
            "the provider's adapter was replaced and the time for its last calls is over: send the request again",
            failure);
    }

    /** What an adapter sends by itself is not shown: it may hold a credential, as when a token is asked for. */
    private Flow flow(ProviderResponse response) throws IOException {
        if (response instanceof ProviderResponse.Exchange http) {
            exchange.sends(http.request().body());
            return ExchangeFlow.open(http, lease, open(http.request()));
        }
        if (response instanceof ProviderResponse.Streamed streamed) {
            return new SourceFlow(streamed.source(), lease);
        }
        return new WholeFlow(((ProviderResponse.Completed) response).answer());
    }

    /** Nothing of it goes on after that: what the adapter left open is closed, here and at the upstream. */
    void end() {
        registration.close();
        cancellation.cancel();
        for (var response : responses) {
            try {
                response.close();
            } catch (IOException e) {
                LOG.warn("an answer of {} cannot be closed: {}", endpoint, e.getMessage());
            }
        }
        ifAbandoned.forEach(request -> farewells.send(request, settings()));
        ifAbandoned.clear();
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public URI uri(String path) {
        return Addresses.of(settings().baseUrl(), path);
    }

    @Override
    public Optional<Secret> credential() {
        return credential;
    }

    @Override
    public Headers headers() {
        var said = new ArrayList<String>(4);
        exchange.clientHeaders().forEach((name, value) -> {
            var passed = PASSED_ON.get(name);
            if (passed != null) {
                said.add(passed);
                said.add(value);
            }
        });
        var headers = settings().headers();
        for (int i = 0; i < said.size(); i += 2) {
            headers = headers.with(said.get(i), said.get(i + 1));
        }
        return headers;
    }

    @Override
    public UpstreamResponse send(UpstreamRequest request) throws IOException {
        deadline.patience();
        return new AdapterResponse(lease.waiting(() -> open(request)), lease);
    }

    @Override
    public Runnable ifAbandoned(UpstreamRequest request) {
        ifAbandoned.add(request);
        return () -> ifAbandoned.remove(request);
    }

    @Override
    public Fetched fetch(URI url) throws IOException {
        deadline.patience();
        return lease.waiting(() -> fetcher.fetch(url, cancellation));
    }

    private Upstream.Response open(UpstreamRequest request) throws IOException {
        var response = upstream.send(request, settings(), cancellation);
        responses.add(response);
        return response;
    }

    @Override
    public void pause(Duration time) throws IOException {
        deadline.patience();
        lease.waiting(() -> paused(time));
    }

    private boolean paused(Duration time) throws IOException {
        var cancelled = new CountDownLatch(1);
        var registered = cancellation.onCancel(cancelled::countDown);
        try {
            if (cancelled.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IOException("the attempt was cancelled");
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } finally {
            registered.close();
        }
    }

    private ProviderSettings settings() {
        return lease.settings();
    }
}
