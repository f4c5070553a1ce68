package dev.powerstrip.admin;

import dev.powerstrip.line.PluginAdmin.PluginStatus;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an operator is told once the gateway is ready: which providers are on, why others are not, and what to try. */
final class ReadyText {

    private static final String PROVIDER = "provider";

    private ReadyText() {}

    static String of(List<PluginStatus> plugins, URI address, Path data) {
        var on = new ArrayList<String>();
        var lines = new ArrayList<String>();
        for (var plugin : plugins) {
            if (plugin.kind().equals(PROVIDER) && isCurrent(plugin)) {
                on.add(providerId(plugin.id()));
            }
            if (plugin.kind().equals(PROVIDER) && plugin.off().isPresent()) {
                lines.add("  off      %s: %s".formatted(providerId(plugin.id()), plugin.off().get()));
            }
            refusal(plugin).ifPresent(reason -> lines.add("  refused  %s: %s".formatted(plugin.id(), reason)));
        }
        lines.add(0, "  on       " + (on.isEmpty() ? "no provider" : String.join(", ", on)));
        lines.add("Try it:");
        lines.add("  " + curl(address, data));
        return String.join("\n", lines);
    }

    private static boolean isCurrent(PluginStatus plugin) {
        return plugin.off().isEmpty()
            && plugin.revisions().stream().anyMatch(revision -> revision.state().equals("current"));
    }

    /** Why its newest revision is not in use. */
    private static Optional<String> refusal(PluginStatus plugin) {
        return plugin.revisions().stream().filter(revision -> !revision.state().equals("draining"))
            .flatMap(revision -> revision.reason().stream()).reduce((older, newer) -> newer);
    }

    /** {@code provider.compatible~NAME} is the provider NAME. */
    private static String providerId(String plugin) {
        int instance = plugin.indexOf('~');
        return instance < 0 ? plugin.substring(plugin.indexOf('.') + 1) : plugin.substring(instance + 1);
    }

    private static String curl(URI address, Path data) {
        var key = quoted(data.resolve("local-key").toAbsolutePath().toString());
        return """
            curl -N %s/api/v1/chat/completions -H "Authorization: Bearer $(cat %s)" \
            -H 'Content-Type: application/json' \
            -d '{"model":"echo/echo","stream":true,"messages":[{"role":"user","content":"Hello, Powerstrip"}]}'"""
            .formatted(address, key);
    }

    /** As a shell reads it as one word, also inside double quotes and {@code $(..)}. */
    private static String quoted(String path) {
        return path.matches("[A-Za-z0-9_./-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
    }
}
