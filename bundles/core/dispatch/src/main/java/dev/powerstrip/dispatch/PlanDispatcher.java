package dev.powerstrip.dispatch;

import dev.powerstrip.line.Answer;
import dev.powerstrip.line.Dispatcher;
import dev.powerstrip.line.Exchange;
import dev.powerstrip.line.Fetcher;
import dev.powerstrip.line.Plan;
import dev.powerstrip.line.Plugins;
import dev.powerstrip.line.Secrets;
import dev.powerstrip.line.Upstream;
import dev.powerstrip.sdk.chat.ModelRequest;
import java.io.IOException;
import java.time.Clock;
import java.util.function.UnaryOperator;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Tries a plan's endpoints one after the other, on the caller's thread. Thread-safe. */
@Component
public final class PlanDispatcher implements Dispatcher {

    private final Plugins plugins;
    private final Upstream upstream;
    private final Fetcher fetcher;
    private final Farewells farewells;
    private final Rotation rotation;
    private final Clock clock;

    @Activate
    public PlanDispatcher(@Reference Plugins plugins, @Reference Upstream upstream, @Reference Fetcher fetcher,
        @Reference Secrets secrets) {
        this(plugins, upstream, fetcher, secrets, Clock.systemUTC());
    }

    PlanDispatcher(Plugins plugins, Upstream upstream, Fetcher fetcher, Secrets secrets, Clock clock) {
        this.plugins = plugins;
        this.upstream = upstream;
        this.fetcher = fetcher;
        this.farewells = new Farewells(upstream);
        this.rotation = new Rotation(secrets);
        this.clock = clock;
    }

    @Deactivate
    void stop() {
        farewells.stop();
    }

    @Override
    public Answer dispatch(Plan plan, ModelRequest request, UnaryOperator<ModelRequest> canonical, Exchange exchange)
        throws IOException {
        var wording = new Wording(request, canonical);
        return new Run(plugins, upstream, fetcher, farewells, rotation, clock, wording, exchange).through(plan);
    }
}
