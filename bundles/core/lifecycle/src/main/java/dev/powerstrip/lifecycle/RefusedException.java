package dev.powerstrip.lifecycle;

import java.util.Optional;

/** A plugin cannot be used. The message is one sentence for an operator: what is wrong and what to do about it. */
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean passing;
    private final transient PluginId id;

    RefusedException(String message) {
        this(message, false, null);
    }

    private RefusedException(String message, boolean passing, PluginId id) {
        super(message);
        this.passing = passing;
        this.id = id;
    }

    /** A refusal that may pass by itself, and so is worth another try. */
    static RefusedException forNow(String message) {
        return new RefusedException(message, true, null);
    }

    /** The same refusal, knowing which plugin it is about. */
    RefusedException of(PluginId plugin) {
        return new RefusedException(getMessage(), passing, plugin);
    }

    boolean passing() {
        return passing;
    }

    /** The plugin, if the jar got so far as to say what it is. */
    Optional<PluginId> id() {
        return Optional.ofNullable(id);
    }
}
