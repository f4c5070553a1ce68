package dev.powerstrip.bench;

import java.time.Duration;
import java.util.Locale;

/** A built-in plugin that the swap bench swaps, and what it is swapped under. */
enum Swappable {

    PROVIDER("provider.compatible", "~up", "CompatibleProvider", Duration.ofSeconds(30)),
    DIALECT("dialect.openai", "", "OpenAiDialect", Duration.ofSeconds(30)),
    /** This and the next are asked once for each stream, so these are short. */
    AUTH("auth.apikey", "", "ApiKeyAuth", Duration.ofSeconds(2)),
    SINK("sink.jsonl", "", "JsonlSink", Duration.ofSeconds(2));

    private final String plugin;
    private final String instance;
    private final String component;
    private final Duration length;

    Swappable(String plugin, String instance, String component, Duration length) {
        this.plugin = plugin;
        this.instance = instance;
        this.component = component;
        this.length = length;
    }

    /** As {@code --plugin} names it. */
    String option() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The plugin's id. */
    String plugin() {
        return plugin;
    }

    /** The class that each loader of the plugin has. */
    String component() {
        return bundle() + "." + component;
    }

    /** Under which id its revisions are listed. */
    String slot() {
        return plugin + instance;
    }

    /** The file name of its jar in the distribution, without the ending. */
    String bundle() {
        return "dev.powerstrip." + plugin;
    }

    /** How long a stream is, if nobody says. */
    Duration length() {
        return length;
    }
}
