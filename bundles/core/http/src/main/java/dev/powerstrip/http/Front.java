package dev.powerstrip.http;

import static dev.powerstrip.sdk.error.ErrorType.PERMISSION_DENIED;
import static dev.powerstrip.sdk.error.ErrorType.UNAVAILABLE;

import dev.powerstrip.sdk.dialect.HttpAnswer;
import dev.powerstrip.sdk.error.GatewayException;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Where every request comes in, on the selector's thread: answers what needs no wait, and forks for the rest. */
final class Front extends Handler.Abstract.NonBlocking {

    /** The connector with this name serves administration to whoever reaches it. */
    static final String ADMIN = "admin";

    private final Exchanges exchanges;
    private final Health health;
    private final Reception reception;
    private volatile Rules rules;

    private record Rules(Settings settings, HostCheck hosts, HostCheck adminHosts) {

        static Rules of(Settings settings) {
            return new Rules(settings, new HostCheck(settings.address(), settings.allowedHosts()),
                new HostCheck(settings.adminListener().orElse(settings.address()), settings.allowedHosts()));
        }
    }

    Front(Exchanges exchanges, Health health, Reception reception, Settings settings) {
        this.exchanges = exchanges;
        this.health = health;
        this.reception = reception;
        apply(settings);
    }

    /** From the next request on these hold. */
    void apply(Settings settings) {
        rules = Rules.of(settings);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        var now = rules;
        var client = new JettyExchange(request, response, callback, now.settings(), exchanges.draining());
        var answer = health.answer(client.head()).or(() -> refusal(client, request, now));
        if (answer.isPresent()) {
            client.answerWithoutWaiting(answer.get());
        } else if (!exchanges.fork(() -> reception.serve(client, onAdminListener(request), now.settings()),
            now.settings().maxExchanges())) {
            client.answerWithoutWaiting(full(client, now.settings()));
        }
        return true;
    }

    private Optional<HttpAnswer> refusal(JettyExchange client, Request request, Rules now) {
        var path = client.head().path();
        if (exchanges.draining()) {
            return Optional.of(Envelope.of(path,
                new GatewayException(UNAVAILABLE, "the gateway is about to stop; ask another one, or try again shortly")
                    .retryAfter(Duration.ofSeconds(5))));
        }
        var host = Optional.ofNullable(request.getHttpURI().getHost()).orElse("");
        if (!(onAdminListener(request) ? now.adminHosts() : now.hosts()).passes(host)) {
            return Optional.of(Envelope.of(path, PERMISSION_DENIED,
                "the host \"%s\" is not this gateway's; if it is, add it to allowedHosts in etc/http.cfg.json"
                    .formatted(host)));
        }
        return Optional.empty();
    }

    static boolean onAdminListener(Request request) {
        return ADMIN.equals(request.getConnectionMetaData().getConnector().getName());
    }

    private static HttpAnswer full(JettyExchange client, Settings settings) {
        return Envelope.of(client.head().path(), new GatewayException(UNAVAILABLE,
            "%d requests are being served, and that is all there may be at once (maxExchanges); try again"
                .formatted(settings.maxExchanges()))
            .retryAfter(Duration.ofSeconds(1)));
    }
}
