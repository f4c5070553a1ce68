package dev.powerstrip.http;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.powerstrip.line.PluginAdmin;
import dev.powerstrip.sdk.dialect.HttpAnswer;
import dev.powerstrip.sdk.dialect.Route;
import dev.powerstrip.sdk.dialect.Shape;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.http.RequestHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Says whether the gateway is alive, and whether it can serve. */
final class Health {

    private static final Set<String> TROUBLES = Set.of("quarantined", "stuck");

    static final List<Route> ROUTES = List.of(
        Route.get("/healthz", "isAlive", "Says that the gateway is alive.").openToAll().answers(status()),
        Route.get("/readyz", "isReady", "Says whether the gateway can serve; 503 if it cannot, with the same body.")
            .openToAll().answers(status()
                .with("reasons", Shape.list(Shape.string()), "Why not, for callers on the gateway's own machine.")
                .named("Readiness"))
            .fails(status().named("Unready"), ErrorType.UNAVAILABLE));

    private final Sites sites;
    private final Exchanges exchanges;
    private volatile Optional<PluginAdmin> plugins = Optional.empty();

    Health(Sites sites, Exchanges exchanges) {
        this.sites = sites;
        this.exchanges = exchanges;
    }

    private static Shape status() {
        return Shape.object().needs("status", Shape.oneOf("ok", "ready", "unavailable"), "How the gateway is.");
    }

    /** Who knows whether the plugins of the start have settled. */
    void plugins(PluginAdmin admin) {
        plugins = Optional.of(admin);
    }

    void pluginsGone(PluginAdmin admin) {
        plugins = plugins.filter(known -> known != admin);
    }

    /** The answer, if that is what is asked for. */
    Optional<HttpAnswer> answer(RequestHead head) {
        if (!head.method().equals("GET") && !head.method().equals("HEAD")) {
            return Optional.empty();
        }
        return switch (head.path()) {
            case "/healthz" -> Optional.of(HttpAnswer.json(200, status("ok")));
            case "/readyz" -> Optional.of(readiness(head));
            default -> Optional.empty();
        };
    }

    private HttpAnswer readiness(RequestHead head) {
        var reasons = reasons();
        boolean ready = reasons.isEmpty();
        reasons.addAll(troubles());
        var body = status(ready ? "ready" : "unavailable");
        if (!reasons.isEmpty() && Callers.isLocal(head)) {
            var list = new JsonArray();
            reasons.forEach(list::add);
            body.add("reasons", list);
        }
        return HttpAnswer.json(ready ? 200 : 503, body);
    }

    /** Plugins that keep failing or do not come back: others serve all the same. */
    private List<String> troubles() {
        return plugins.stream().flatMap(admin -> admin.plugins().stream())
            .flatMap(plugin -> plugin.revisions().stream().filter(revision -> TROUBLES.contains(revision.state()))
                .map(revision -> "%s@%s+%s is %s: %s".formatted(plugin.id(), revision.version(), revision.digest(),
                    revision.state(), revision.reason().orElse(""))))
            .toList();
    }

    private List<String> reasons() {
        var reasons = new ArrayList<String>();
        if (exchanges.draining()) {
            reasons.add("the gateway drains: it is about to stop");
        }
        if (!sites.hasGateway()) {
            reasons.add("there is no gateway: one of the bundles that it needs has not started");
        }
        if (!plugins.map(PluginAdmin::settled).orElse(false)) {
            reasons.add("the plugins of the start are still being taken in");
        }
        plugins.flatMap(PluginAdmin::hindrance).ifPresent(reasons::add);
        return reasons;
    }

    private static JsonObject status(String word) {
        var body = new JsonObject();
        body.addProperty("status", word);
        return body;
    }
}
