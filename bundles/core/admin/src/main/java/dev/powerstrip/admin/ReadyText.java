package dev.powerstrip.admin;

import dev.powerstrip.line.PluginAdmin.PluginStatus;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What an operator is told once the gateway is ready: which providers are on, why others are not, and what to try. */
final class ReadyText {

    private static final String PROVIDER = "provider";
    /** As lifecycle words it; a provider that words it otherwise is told of on a line of its own. */
    private static final Pattern NO_CREDENTIAL = Pattern.compile("no credential: set (\\w+) or write apiKey into .*");
    private static final int WIDTH = 110;

    private ReadyText() {}

    static String of(List<PluginStatus> plugins, URI address, Path data) {
        var on = new ArrayList<String>();
        var lines = new ArrayList<String>();
        var keyless = new ArrayList<String>();
        for (var plugin : plugins) {
            if (plugin.kind().equals(PROVIDER) && isCurrent(plugin)) {
                on.add(providerId(plugin.id()));
            }
            if (plugin.kind().equals(PROVIDER) && plugin.off().isPresent()) {
                var missing = NO_CREDENTIAL.matcher(plugin.off().get());
                if (missing.matches()) {
                    keyless.add("%s (%s)".formatted(providerId(plugin.id()), missing.group(1)));
                } else {
                    lines.add("  off      %s: %s".formatted(providerId(plugin.id()), plugin.off().get()));
                }
            }
            refusal(plugin).ifPresent(reason -> lines.add("  refused  %s: %s".formatted(plugin.id(), reason)));
        }
        lines.addAll(0, told(keyless));
        lines.add(0, "  on       " + (on.isEmpty() ? "no provider" : String.join(", ", on)));
        lines.add("Try it:");
        lines.add("  " + curl(address, data));
        return String.join("\n", lines);
    }

    /** The many vendors that nobody has a key of, in a few lines. */
    private static List<String> told(List<String> keyless) {
        var lines = new ArrayList<String>();
        if (keyless.isEmpty()) {
            return lines;
        }
        var line = new StringBuilder(
            "  off      without a key, in its variable or as apiKey in etc/provider.NAME.cfg.json:");
        for (var provider : keyless) {
            if (line.length() + provider.length() > WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder(" ".repeat(10));
            }
            line.append(' ').append(provider);
        }
        lines.add(line.toString());
        return lines;
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
