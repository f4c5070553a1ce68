package dev.powerstrip.dispatch;

import dev.powerstrip.line.Answer;
import dev.powerstrip.line.ClientGoneException;
import dev.powerstrip.line.Exchange;
import dev.powerstrip.line.Fetcher;
import dev.powerstrip.line.Plan;
import dev.powerstrip.line.PluginFailedException;
import dev.powerstrip.line.Plugins;
import dev.powerstrip.line.Plugins.ProviderLease;
import dev.powerstrip.line.Upstream;
import dev.powerstrip.sdk.chat.ModelRequest;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.provider.Endpoint;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** One request's way through its plan. One thread. */
final class Run {

    /** What nginx calls a client that hung up; goes into the record only. */
    private static final int CLIENT_GONE = 499;

    private final Plugins plugins;
    private final Upstream upstream;
    private final Fetcher fetcher;
    private final Farewells farewells;
    private final Rotation rotation;
    private final Clock clock;
    private final Wording wording;
    private final Exchange exchange;
    private final Failures failures = new Failures();

    Run(Plugins plugins, Upstream upstream, Fetcher fetcher, Farewells farewells, Rotation rotation, Clock clock,
        Wording wording, Exchange exchange) {
        this.plugins = plugins;
        this.upstream = upstream;
        this.fetcher = fetcher;
        this.farewells = farewells;
        this.rotation = rotation;
        this.clock = clock;
        this.wording = wording;
        this.exchange = exchange;
    }

    Answer through(Plan plan) throws IOException {
        for (var endpoint : plan.endpoints()) {
            if (!failures.ruleOut(endpoint)) {
                var answer = ask(endpoint);
                if (answer.isPresent()) {
                    return answer.get();
                }
            }
        }
        throw failures.verdict();
    }

    /** Asks one endpoint; empty if it failed. The answer keeps the lease. */
    private Optional<Answer> ask(Endpoint endpoint) throws IOException {
        var lease = plugins.provider(endpoint.provider(), exchange);
        if (lease.isEmpty()) {
            failures.add(endpoint, Failure.gone(endpoint));
            return Optional.empty();
        }
        Optional<Answer> answer = Optional.empty();
        try {
            answer = ask(endpoint, lease.get());
            return answer;
        } finally {
            if (answer.isEmpty()) {
                lease.get().close();
            }
        }
    }

    private Optional<Answer> ask(Endpoint endpoint, ProviderLease lease) throws IOException {
        ModelRequest said;
        try {
            said = wording.of(endpoint);
        } catch (GatewayException e) {
            failures.addUnsayable(endpoint, Failure.of(e));
            return Optional.empty();
        }
        for (var credential : rotation.order(lease.settings())) {
            var outcome = attempt(endpoint, lease, said, credential);
            if (outcome.answer.isPresent() || !outcome.anotherCredentialMayDo) {
                return outcome.answer;
            }
        }
        return Optional.empty();
    }

    private Outcome attempt(Endpoint endpoint, ProviderLease lease, ModelRequest said, Credential credential)
        throws IOException {
        if (exchange.cancellation().isCancelled()) {
            exchange.checkStopped();
            throw new ClientGoneException(new CancellationException("the exchange was cancelled"));
        }
        var begun = clock.instant();
        exchange.says(said);
        try {
            var attempt = new LiveAttempt(endpoint, lease, credential.value(), upstream, fetcher, farewells,
                exchange, Deadline.of(said, lease.settings(), clock));
            var answer = attempt.commit(said, clock);
            exchange.tried(endpoint, lease.revision(), since(begun), 200, "");
            return new Outcome(Optional.of(answer), false);
        } catch (UnsaidException e) {
            failures.addUnsayable(endpoint, Failure.of(e));
            return new Outcome(Optional.empty(), false);
        } catch (GatewayException | PluginFailedException | IOException e) {
            return failed(endpoint, lease, credential, since(begun), Failure.of(e));
        }
    }

    private Duration since(Instant begun) {
        return Duration.between(begun, clock.instant());
    }

    private Outcome failed(Endpoint endpoint, ProviderLease lease, Credential credential, Duration took,
        Failure failure) throws ClientGoneException {
        if (exchange.cancellation().isCancelled()) {
            exchange.tried(endpoint, lease.revision(), took, CLIENT_GONE, "the client hung up");
            exchange.checkStopped();
            throw new ClientGoneException(failure.error());
        }
        exchange.tried(endpoint, lease.revision(), took, failure.status(), failure.detail());
        failures.add(endpoint, failure);
        if (failure.status() == 401) {
            credential.refused();
        }
        return new Outcome(Optional.empty(), failure.blamesCredential());
    }

    private record Outcome(Optional<Answer> answer, boolean anotherCredentialMayDo) {}
}
