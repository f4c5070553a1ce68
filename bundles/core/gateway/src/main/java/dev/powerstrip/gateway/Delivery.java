package dev.powerstrip.gateway;

import dev.powerstrip.line.Answer;
import dev.powerstrip.line.ClientExchange;
import dev.powerstrip.line.ClientGoneException;
import dev.powerstrip.line.ClientStalledException;
import dev.powerstrip.line.Exchange;
import dev.powerstrip.line.Guardrails.Guard;
import dev.powerstrip.line.Journal;
import dev.powerstrip.line.Plan;
import dev.powerstrip.line.PluginFailedException;
import dev.powerstrip.line.Revision;
import dev.powerstrip.sdk.chat.ModelRequest;
import dev.powerstrip.sdk.dialect.AnswerFacts;
import dev.powerstrip.sdk.dialect.AnswerWriter;
import dev.powerstrip.sdk.dialect.HttpAnswer;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.sink.CallRecord;
import dev.powerstrip.sdk.sink.EndState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands one answer, or one failure, to one client, and sees to it that the exchange leaves its record before the client
 * sees the end. The exchange's thread and the keep-alives share the client's output under one lock. Where the thread is
 * lost in a plugin, another one tells the client.
 */
final class Delivery implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    private volatile ClientExchange client;
    private final ClientDialect dialect;
    private final Exchange exchange;
    private final Journal journal;
    private final KeepAlives keepAlives;
    private final Map<Thread, Delivery> running;
    private final ReentrantLock output = new ReentrantLock();
    private List<Endpoint> plan = List.of();
    private volatile Optional<Future<?>> givenUp = Optional.empty();
    private ModelRequest request;
    private AnswerWriter writer;
    private Future<?> keepAlive;
    private long lastWrite;
    private boolean begun;
    private boolean ended;
    private boolean committed;
    private boolean recorded;
    private EndState outcome = EndState.FAILED;

    /** @param running where it is found by its thread until it is closed */
    Delivery(ClientExchange client, ClientDialect dialect, Exchange exchange, Journal journal,
        KeepAlives keepAlives, Map<Thread, Delivery> running) {
        this.client = client;
        this.dialect = dialect;
        this.exchange = exchange;
        this.journal = journal;
        this.keepAlives = keepAlives;
        this.running = running;
    }

    /** Does the exchange's work; whatever fails in it is recorded and told here, and nowhere else. */
    void run(Work work) throws IOException {
        try {
            work.run();
        } catch (GatewayException e) {
            fail(e, committed ? EndState.UPSTREAM_TRUNCATED : EndState.FAILED);
        } catch (StoppedByGuardException e) {
            fail(e.reason(), EndState.LIMIT_STOPPED);
        } catch (PluginFailedException e) {
            LOG.warn("{}: {}", exchange.id(), e.getMessage());
            fail(internal(e), EndState.FAILED);
        } catch (ClientGoneException e) {
            record(EndState.CLIENT_CANCELLED);
        } catch (ClientStalledException e) {
            record(EndState.CLIENT_STALLED);
        } catch (IOException | RuntimeException | Error e) {
            LOG.error("{}: failed unexpectedly", exchange.id(), e);
            fail(internal(e), EndState.FAILED);
        }
    }

    /** Callers are told that it is our fault, not how we are built. */
    private static GatewayException internal(Throwable e) {
        return new GatewayException(ErrorType.SERVER, "Internal Server Error", e);
    }

    /**
     * From here on a client that wants a stream is kept from giving up while no endpoint has answered, and one that does not
     * want to wait is told so and let go.
     */
    void await(ModelRequest asked, Plan tried) throws IOException {
        request = asked;
        plan = tried.endpoints();
        var facts = facts(plan.get(0), asked.form());
        if (asked.streamed()) {
            writer = dialect.writer(facts);
            lastWrite = System.nanoTime();
            keepAlive = keepAlives.every(this::keepAlive);
            return;
        }
        var accepted = dialect.accepted(facts);
        if (accepted.isPresent()) {
            writer = dialect.writer(facts);
            client.answer(accepted.get().with("X-Generation-Id", exchange.id()));
            client = new Nobody(client.head());
            begun = true;
        }
    }

    private AnswerFacts facts(Endpoint endpoint, Form form) {
        return new AnswerFacts(exchange.id(), exchange.started(), request, endpoint, form);
    }

    private void keepAlive() {
        output.lock();
        try {
            if (!ended && System.nanoTime() - lastWrite >= keepAlives.silence().toNanos()) {
                write(writer.keepAlive());
            }
        } catch (IOException | RuntimeException e) {
            exchange.cancellation().cancel();
        } finally {
            output.unlock();
        }
    }

    /** The delivery loop: chunk by chunk, the terminal one only after the journal has the record. */
    void deliver(Answer answer, Guard guard) throws IOException {
        committed = true;
        useWriter(dialect.writer(facts(answer.endpoint(), answer.form())));
        for (var body : exchange.sent()) {
            show(body);
        }
        for (var chunk = answer.next(); chunk.isPresent(); chunk = answer.next()) {
            judge(guard, chunk.get());
            exchange.saw(chunk.get());
            hand(chunk.get());
        }
    }

    private void useWriter(AnswerWriter answers) {
        output.lock();
        try {
            writer = answers;
        } finally {
            output.unlock();
        }
    }

    private void show(byte[] sent) throws IOException {
        output.lock();
        try {
            var bytes = writer.sent(sent);
            if (bytes.length > 0) {
                write(bytes);
            }
        } finally {
            output.unlock();
        }
    }

    private static void judge(Guard guard, Chunk chunk) {
        try {
            guard.judge(chunk);
        } catch (GatewayException e) {
            throw new StoppedByGuardException(e);
        }
    }

    private void hand(Chunk chunk) throws IOException {
        output.lock();
        try {
            var bytes = writer.write(chunk);
            if (chunk.terminal()) {
                record(EndState.COMPLETE);
                end(bytes);
            } else if (bytes.length > 0) {
                write(bytes);
            }
        } finally {
            output.unlock();
        }
    }

    private void write(byte[] bytes) throws IOException {
        begin();
        client.write(bytes);
        lastWrite = System.nanoTime();
    }

    private void end(byte[] bytes) throws IOException {
        ended = true;
        if (begun || request.streamed()) {
            begin();
            client.end(bytes);
        } else {
            client.answer(new HttpAnswer(200, headers(), bytes));
        }
    }

    private void begin() {
        if (!begun) {
            begun = true;
            client.begin(200, request.streamed() ? headers().with("Cache-Control", "no-cache") : headers());
        }
    }

    private Headers headers() {
        return Headers.of("Content-Type", writer.contentType(), "X-Generation-Id", exchange.id(), "X-Request-Id",
            exchange.requestId());
    }

    /** A whole answer that no model gave. */
    void answer(HttpAnswer answer) throws IOException {
        client.answer(answer.with("X-Request-Id", exchange.requestId()));
    }

    private void fail(GatewayException error, EndState end) throws IOException {
        if (givenUp.isPresent()) {
            return;
        }
        output.lock();
        try {
            if (ended) {
                client.abort();
                return;
            }
            ended = true;
            exchange.failed(error);
            record(end);
            tell(error);
        } catch (ClientGoneException | ClientStalledException e) {
            LOG.debug("{}: nobody was there to hear of the failure", exchange.id());
        } finally {
            output.unlock();
        }
    }

    private void tell(GatewayException error) throws IOException {
        if (!begun) {
            client.answer(named(dialect.error(error, exchange.id())));
            return;
        }
        var words = writer.fail(error);
        if (words.length > 0) {
            client.end(words);
        } else {
            client.abort();
        }
    }

    private HttpAnswer named(HttpAnswer answer) {
        return answer.with("X-Generation-Id", exchange.id()).with("X-Request-Id", exchange.requestId());
    }

    /** Writes the record, once, if a provider was reached. */
    private void record(EndState end) throws IOException {
        outcome = recorded ? outcome : end;
        if (!recorded && exchange.reachedProvider()) {
            recorded = true;
            journal.append(exchange.record(end));
        }
    }

    /**
     * The exchange's thread does not come back from a plugin, so the client is told by another one. All that the exchange
     * has to say is asked here, while that thread is held.
     */
    void giveUp(Revision stuck) {
        boolean provider = stuck.plugin().startsWith("provider.");
        var error = provider ? new GatewayException(ErrorType.TIMEOUT, "the provider's adapter did not come back")
            : new GatewayException(ErrorType.SERVER, "Internal Server Error");
        if (provider && !committed) {
            plan.stream().filter(endpoint -> endpoint.provider().equals(stuck.name())).findFirst()
                .ifPresent(endpoint -> exchange.tried(endpoint, stuck,
                    Duration.between(exchange.started(), Instant.now()), ErrorType.TIMEOUT.status(),
                    "the call did not come back"));
        }
        exchange.failed(error);
        var record = !recorded && exchange.reachedProvider()
            ? Optional.of(exchange.record(committed ? EndState.UPSTREAM_TRUNCATED : EndState.FAILED))
            : Optional.<CallRecord>empty();
        recorded = true;
        var telling = new FutureTask<>(() -> tellOfLoss(error, record, stuck.plugin().startsWith("dialect.")), true);
        givenUp = Optional.of(telling);
        keepAlives.run(telling);
    }

    private void tellOfLoss(GatewayException error, Optional<CallRecord> record, boolean speechless) {
        try {
            exchange.cancellation().cancel();
            if (record.isPresent()) {
                journal.append(record.get());
            }
            if (!output.tryLock(1, TimeUnit.SECONDS)) {
                client.abort();
                return;
            }
            try {
                tellOfLoss(error, speechless);
            } finally {
                output.unlock();
            }
        } catch (IOException | RuntimeException | InterruptedException e) {
            LOG.warn("{}: the client could not be told that the exchange is lost: {}", exchange.id(), e.toString());
            client.abort();
        }
    }

    /** A dialect that is stuck is not asked for words. */
    private void tellOfLoss(GatewayException error, boolean speechless) throws IOException {
        if (ended) {
            return;
        }
        ended = true;
        if (!speechless) {
            tell(error);
        } else if (begun) {
            client.abort();
        } else {
            client.answer(named(NoDialect.envelope(error)));
        }
    }

    /** If another thread tells the client, it is waited for: the edge breaks off what is not over after this. */
    @Override
    public void close() {
        running.remove(Thread.currentThread());
        if (keepAlive != null) {
            keepAlive.cancel(false);
        }
        if (givenUp.isPresent()) {
            awaitTelling(givenUp.get());
        }
        exchange.ended(outcome);
    }

    private static void awaitTelling(Future<?> telling) {
        try {
            telling.get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException("the client could not be told", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** What an exchange does. */
    interface Work {

        void run() throws IOException;
    }
}
