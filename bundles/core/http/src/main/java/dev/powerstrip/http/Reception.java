package dev.powerstrip.http;

import static dev.powerstrip.sdk.error.ErrorType.NOT_FOUND;
import static dev.powerstrip.sdk.error.ErrorType.PERMISSION_DENIED;
import static dev.powerstrip.sdk.error.ErrorType.SERVER;
import static dev.powerstrip.sdk.error.ErrorType.UNAVAILABLE;

import dev.powerstrip.line.ClientGoneException;
import dev.powerstrip.line.ClientStalledException;
import dev.powerstrip.sdk.error.GatewayException;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes an exchange to the site that accepts it, and ends it whatever the site does. On the exchange's own thread. */
final class Reception {

    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);

    private final Sites sites;

    Reception(Sites sites) {
        this.sites = sites;
    }

    /** What is not over at the end is broken off. */
    void serve(JettyExchange client, boolean onAdminListener, Settings settings) {
        try {
            site(client, onAdminListener, settings).site().serve(client);
            if (!client.isOver() && !client.isGone()) {
                throw new IllegalStateException("the site did not end its answer");
            }
        } catch (ClientGoneException | ClientStalledException clientsDoing) {
            LOG.debug("{} ended early: {}", client.head(), clientsDoing.getMessage());
        } catch (GatewayException decided) {
            fail(client, decided);
        } catch (Throwable failed) {
            fail(client, new GatewayException(SERVER, failed.toString(), failed));
        } finally {
            client.abort();
        }
    }

    private Sites.Entry site(JettyExchange client, boolean onAdminListener, Settings settings) {
        var head = client.head();
        var site = sites.accepting(head).orElseThrow(() -> noSite(client));
        if (onAdminListener && !site.isAdmin()) {
            throw new GatewayException(NOT_FOUND, "the adminListener serves administration only");
        }
        if (site.isAdmin() && !onAdminListener && !settings.adminOnPublic() && !Callers.isLocal(head)) {
            throw new GatewayException(PERMISSION_DENIED, "%s is served only to callers on the gateway's own machine; "
                .formatted(head.path()) + "adminListener or adminOnPublic in etc/http.cfg.json changes that");
        }
        return site;
    }

    private GatewayException noSite(JettyExchange client) {
        if (sites.hasGateway()) {
            return new GatewayException(NOT_FOUND, "no route: %s".formatted(client.head()));
        }
        return new GatewayException(UNAVAILABLE,
            "the gateway is starting, or a part of it is missing; try again shortly")
            .retryAfter(Duration.ofSeconds(5));
    }

    private static void fail(JettyExchange client, GatewayException failure) {
        if (client.isGone()) {
            return;
        }
        if (failure.type() == SERVER) {
            LOG.warn("{} failed: {}", client.head(), failure.getMessage());
        }
        if (client.begun()) {
            return;
        }
        try {
            client.answer(Envelope.of(client.head().path(), failure));
        } catch (IOException clientsDoing) {
            LOG.debug("{} could not be told of its failure: {}", client.head(), clientsDoing.getMessage());
        }
    }
}
