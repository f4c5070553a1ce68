package dev.powerstrip.line;

/** A plugin threw what its contract does not allow. Holds its words only: the thrown object would hold its class loader. */
public final class PluginFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PluginFailedException(Revision revision, Throwable thrown) {
        this(revision, words(thrown));
    }

    public PluginFailedException(Revision revision, String words) {
        super("the plugin %s failed: %s".formatted(revision, words));
    }

    /** What it says of itself, unless it fails even in that. */
    public static String words(Throwable thrown) {
        return thrown.getClass().getName() + ": " + message(thrown);
    }

    private static String message(Throwable thrown) {
        try {
            return String.valueOf(thrown.getMessage());
        } catch (Throwable unspeakable) {
            return "its message cannot be had, " + unspeakable.getClass().getName();
        }
    }
}
