package dev.powerstrip.gateway;

import dev.powerstrip.line.Admission;
import dev.powerstrip.line.Authenticator;
import dev.powerstrip.line.ClientExchange;
import dev.powerstrip.line.Dispatcher;
import dev.powerstrip.line.Exchange;
import dev.powerstrip.line.Guardrails;
import dev.powerstrip.line.Pinning;
import dev.powerstrip.line.Router;
import dev.powerstrip.line.Site;
import dev.powerstrip.sdk.dialect.Route;
import dev.powerstrip.sdk.http.RequestHead;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The straight line that every call walks. Start reading at {@link #walk}. */
@Component(service = Site.class, property = "powerstrip.site=gateway")
public final class Gateway implements Site {

    private final Dialects dialects;
    private final Authenticator authenticator;
    private final Pinning pinning;
    private final Admission admission;
    private final Guardrails guardrails;
    private final Router router;
    private final Dispatcher dispatcher;
    private final Deliveries deliveries;
    private final LookupDirectory directory;
    private final GenerationIds ids = new GenerationIds();
    private final Clock clock = Clock.systemUTC();

    @Activate
    public Gateway(@Reference Dialects dialects, @Reference Authenticator authenticator,
        @Reference Pinning pinning, @Reference Admission admission, @Reference Guardrails guardrails,
        @Reference Router router,
        @Reference Dispatcher dispatcher, @Reference Deliveries deliveries, @Reference LookupDirectory directory) {
        this.dialects = dialects;
        this.authenticator = authenticator;
        this.pinning = pinning;
        this.admission = admission;
        this.guardrails = guardrails;
        this.router = router;
        this.dispatcher = dispatcher;
        this.deliveries = deliveries;
        this.directory = directory;
    }

    @Override
    public List<Route> routes() {
        return dialects.routes();
    }

    @Override
    public boolean accepts(RequestHead head) {
        return head.path().startsWith("/v1/") || head.path().startsWith("/api/v1/")
            || head.path().startsWith("/v1beta/");
    }

    @Override
    public void serve(ClientExchange client) throws IOException {
        var exchange = new Exchange(ids.next(clock.instant()), client.head().headers(), clock);
        client.onHangUp(exchange.cancellation()::cancel);
        try (var dialect = dialects.speaking(client.head(), exchange);
            var delivery = deliveries.open(client, dialect, exchange)) {
            delivery.run(() -> {
                if (dialect.asksModel()) {
                    walk(client, dialect, delivery, exchange);
                } else {
                    lookUp(client, dialect, delivery);
                }
            });
        } finally {
            directory.ended(exchange);
        }
    }

    /** The life of a call: one statement a stage. Whatever a stage throws, {@link Delivery#run} tells the client. */
    private void walk(ClientExchange client, ClientDialect dialect, Delivery delivery, Exchange exchange)
        throws IOException {
        var principal = authenticator.authenticate(client.head());
        exchange.calledBy(principal);
        exchange.pinnedTo(pinning.pins(principal, client.head()));
        try (var permit = admission.admit(principal)) {
            var request = dialect.read(client.body(permit.maxBody()), directory.answers(principal, exchange));
            exchange.asks(request, dialect.revision());
            try (var guard = guardrails.check(request, principal)) {
                var plan = router.plan(request, dialect::canonical, principal);
                delivery.await(request, plan);
                try (var answer = dispatcher.dispatch(plan, request, dialect::canonical, exchange)) {
                    delivery.deliver(answer, guard);
                }
            }
        }
    }

    /** A question that no model is asked. */
    private void lookUp(ClientExchange client, ClientDialect dialect, Delivery delivery) throws IOException {
        var principal = authenticator.authenticate(client.head());
        delivery.answer(dialect.lookup(principal, directory));
    }
}
