package dev.powerstrip.http;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.powerstrip.line.PluginAdmin;
import dev.powerstrip.sdk.dialect.HttpAnswer;
import dev.powerstrip.sdk.http.RequestHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says whether the gateway is alive, and whether it can serve. */
final class Health {

    private final Sites sites;
    private final Exchanges exchanges;
    private volatile Optional<PluginAdmin> plugins = Optional.empty();

    Health(Sites sites, Exchanges exchanges) {
        this.sites = sites;
        this.exchanges = exchanges;
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
        if (reasons.isEmpty()) {
            return HttpAnswer.json(200, status("ready"));
        }
        var body = status("unavailable");
        if (Callers.isLocal(head)) {
            var list = new JsonArray();
            reasons.forEach(list::add);
            body.add("reasons", list);
        }
        return HttpAnswer.json(503, body);
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
        return reasons;
    }

    private static JsonObject status(String word) {
        var body = new JsonObject();
        body.addProperty("status", word);
        return body;
    }
}
