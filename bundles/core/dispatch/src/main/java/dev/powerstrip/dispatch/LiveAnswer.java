package dev.powerstrip.dispatch;

import dev.powerstrip.line.Answer;
import dev.powerstrip.line.ClientGoneException;
import dev.powerstrip.line.Exchange;
import dev.powerstrip.line.PluginFailedException;
import dev.powerstrip.line.Plugins.ProviderLease;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.provider.Endpoint;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An attempt's answer, with all that ends with it. */
final class LiveAnswer implements Answer {

    private static final Logger LOG = LoggerFactory.getLogger(LiveAnswer.class);

    private final LiveAttempt attempt;
    private final ProviderLease lease;
    private final Exchange exchange;
    private final Form form;
    private final Flow flow;
    private boolean closed;

    LiveAnswer(LiveAttempt attempt, ProviderLease lease, Exchange exchange, Form form, Flow flow) {
        this.attempt = attempt;
        this.lease = lease;
        this.exchange = exchange;
        this.form = form;
        this.flow = flow;
    }

    /** Waits for the first content; ends the flow if none comes. */
    void commit(Deadline deadline) throws IOException {
        boolean committed = false;
        try {
            flow.commit(deadline);
            flow.patience(lease.settings().idleTimeout());
            committed = true;
        } finally {
            if (!committed) {
                sawMisreading();
                closeFlow();
            }
        }
    }

    private void sawMisreading() {
        if (flow.misread()) {
            exchange.misreadBy(lease.revision());
        }
    }

    @Override
    public Endpoint endpoint() {
        return attempt.endpoint();
    }

    @Override
    public Form form() {
        return form;
    }

    @Override
    public Optional<Chunk> next() throws IOException {
        try {
            return flow.next();
        } catch (GatewayException | PluginFailedException | IOException e) {
            if (exchange.cancellation().isCancelled()) {
                exchange.checkStopped();
                throw new ClientGoneException(e);
            }
            sawMisreading();
            throw Failure.of(attempt.isRecalled() ? LiveAttempt.takenAway(e) : e).error().with("provider_name",
                endpoint().providerName());
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            try {
                closeFlow();
            } finally {
                attempt.end();
                lease.close();
            }
        }
    }

    private void closeFlow() {
        try {
            flow.close();
        } catch (GatewayException | PluginFailedException | IOException e) {
            LOG.warn("{} did not end its answer in order: {}", lease.revision(), e.getMessage());
        }
    }
}
