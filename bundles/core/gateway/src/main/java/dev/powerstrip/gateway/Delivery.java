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
import dev.powerstrip.sdk.sink.EndState;
import java.io.IOException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands one answer, or one failure, to one client, and sees to it that the exchange leaves its record before the client
 * sees the end. The exchange's thread and the keep-alives share the client's output under one lock.
 */
final class Delivery implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    private final ClientExchange client;
    private final ClientDialect dialect;
    private final Exchange exchange;
    private final Journal journal;
    private final KeepAlives keepAlives;
    private final ReentrantLock output = new ReentrantLock();
    private ModelRequest request;
    private AnswerWriter writer;
    private Future<?> keepAlive;
    private long lastWrite;
    private boolean begun;
    private boolean ended;
    private boolean committed;
    private boolean recorded;
    private EndState outcome = EndState.FAILED;

    Delivery(ClientExchange client, ClientDialect dialect, Exchange exchange, Journal journal,
        KeepAlives keepAlives) {
        this.client = client;
        this.dialect = dialect;
        this.exchange = exchange;
        this.journal = journal;
        this.keepAlives = keepAlives;
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
        } catch (IOException | RuntimeException e) {
            LOG.error("{}: failed unexpectedly", exchange.id(), e);
            fail(internal(e), EndState.FAILED);
        }
    }

    /** Callers are told that it is our fault, not how we are built. */
    private static GatewayException internal(Exception e) {
        return new GatewayException(ErrorType.SERVER, "Internal Server Error", e);
    }

    /** From here on a client that wants a stream is kept from giving up while no endpoint has answered. */
    void await(ModelRequest asked, Plan plan) {
        request = asked;
        if (asked.streamed()) {
            var first = plan.endpoints().get(0);
            writer = dialect.writer(facts(first, asked.form()));
            lastWrite = System.nanoTime();
            keepAlive = keepAlives.every(this::keepAlive);
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
        return Headers.of("Content-Type", writer.contentType(), "X-Generation-Id", exchange.id());
    }

    /** A whole answer that no model gave. */
    void answer(HttpAnswer answer) throws IOException {
        client.answer(answer);
    }

    private void fail(GatewayException error, EndState end) throws IOException {
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
        if (begun) {
            client.end(writer.fail(error));
        } else {
            client.answer(dialect.error(error, exchange.id()).with("X-Generation-Id", exchange.id()));
        }
    }

    /** Writes the record, once, if a provider was reached. */
    private void record(EndState end) throws IOException {
        outcome = recorded ? outcome : end;
        if (!recorded && exchange.reachedProvider()) {
            recorded = true;
            journal.append(exchange.record(end));
        }
    }

    @Override
    public void close() {
        if (keepAlive != null) {
            keepAlive.cancel(false);
        }
        exchange.ended(outcome);
    }

    /** What an exchange does. */
    interface Work {

        void run() throws IOException;
    }
}
