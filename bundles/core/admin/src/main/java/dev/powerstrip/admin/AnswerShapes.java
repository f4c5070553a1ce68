package dev.powerstrip.admin;

import dev.powerstrip.sdk.dialect.Shape;

/** What answers look like, for those who write clients. */
final class AnswerShapes {

    /** As the edge says what is thrown. */
    static final Shape ERROR = Shape.object()
        .needs("error", Shape.object()
            .needs("code", Shape.whole(), "The HTTP status.")
            .needs("message", Shape.string(), "What is wrong, and what to do.")
            .needs("metadata", Shape.object().needs("error_type", Shape.string(), "The kind of error."),
                "More about it."),
            "The error.")
        .named("AdminError");

    private static final Shape ONE_KEY = Shape.object()
        .needs("hash", Shape.string(), "The name to change or delete it by.")
        .needs("name", Shape.string(), "By which people know it.")
        .needs("label", Shape.string(), "Its first and last characters.")
        .needs("management", Shape.flag(), "Whether it manages instead of calling models.")
        .needs("disabled", Shape.flag(), "Whether it lets nobody in.")
        .needs("may_pin", Shape.flag(), "Whether its requests may ask for revisions of plugins.")
        .needs("pins", Shape.list(Shape.string()), "The revisions that answer its requests.")
        .needs("created_at", Shape.string(), "When it was made.")
        .with("expires_at", Shape.string(), "When it ends.")
        .with("usage", Shape.number(), "What it has spent in US dollars; null while the database is away.")
        .with("usage_daily", Shape.number(), "The same since 00:00 UTC.")
        .with("usage_weekly", Shape.number(), "The same since Monday.")
        .with("usage_monthly", Shape.number(), "The same since the first.");
    static final Shape KEY = data(ONE_KEY, "The key.").named("Key");
    static final Shape KEYS = data(Shape.list(ONE_KEY), "The keys of this page.").named("KeyList");
    static final Shape NEW_KEY = data(ONE_KEY, "The key.")
        .needs("key", Shape.string(), "The key itself; it is never shown again.").named("NewKey");
    static final Shape DELETED = Shape.object().needs("deleted", Shape.flag(), "Always true.").named("Deleted");

    private static final Shape ONE_PLUGIN = Shape.object()
        .needs("id", Shape.string(), "Its kind and name, such as provider.openai.")
        .needs("kind", Shape.string(), "provider, dialect, auth, secret, sink, guardrail or routing.")
        .with("off", Shape.string(), "Why it is off.")
        .needs("revisions", Shape.list(Shape.object()
            .needs("number", Shape.whole(), "Which revision it is.")
            .needs("version", Shape.string(), "The version of its jar.")
            .needs("digest", Shape.string(), "The beginning of the jar's SHA-256.")
            .needs("state", Shape.string(),
                "current, canary, draining, refused, failed, quarantined or stuck.")
            .needs("leases", Shape.whole(0), "How many requests it serves.")
            .needs("since", Shape.string(), "Since when it is in this state.")
            .with("reason", Shape.string(), "Why it does not serve.")
            .with("canary", Shape.object(), "How its trial goes.")), "The newest one first.");
    static final Shape PLUGIN = data(ONE_PLUGIN, "The plugin.").named("Plugin");
    static final Shape PLUGINS = data(Shape.list(ONE_PLUGIN), "The plugins.").named("PluginList");
    static final Shape LOG = data(Shape.list(Shape.object()
        .needs("when", Shape.string(), "When it happened.")
        .needs("plugin", Shape.string(), "To which plugin.")
        .needs("what", Shape.string(), "What happened, in a word.")
        .needs("text", Shape.string(), "The same in a sentence.")), "What happened, the latest last.")
        .named("PluginLog");

    static final Shape REFRESHED = data(Shape.list(Shape.object()
        .needs("provider", Shape.string(), "The provider's id.")
        .needs("outcome", Shape.string(), "What its list says that we did not know.")), "The providers.")
        .named("RefreshedModels");

    private AnswerShapes() {}

    private static Shape data(Shape shape, String words) {
        return Shape.object().needs("data", shape, words);
    }
}
