package dev.powerstrip.lifecycle;

import java.util.Optional;

/** A plugin cannot be used. The message is one sentence for an operator: what is wrong and what to do about it. */
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    /** When it may be worth another try. */
    enum Again {
        /** Not before the jar or its configuration changes. */
        NEVER,
        /** Whenever anything has changed. */
        WITH_THE_NEXT_CHANGE,
        /** By itself, after a while. */
        SOON
    }

    private final Again again;
    private final transient PluginId id;

    RefusedException(String message) {
        this(message, Again.NEVER, null);
    }

    RefusedException(String message, Again again) {
        this(message, again, null);
    }

    private RefusedException(String message, Again again, PluginId id) {
        super(message);
        this.again = again;
        this.id = id;
    }

    /** The same refusal, knowing which plugin it is about. */
    RefusedException of(PluginId plugin) {
        return new RefusedException(getMessage(), again, plugin);
    }

    Again again() {
        return again;
    }

    /** The plugin, if the jar got so far as to say what it is. */
    Optional<PluginId> id() {
        return Optional.ofNullable(id);
    }
}
