package dev.powerstrip.line;

/** A plugin threw what its contract does not allow. Holds its words only: the thrown object would hold its class loader. */
public final class PluginFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PluginFailedException(Revision revision, Throwable thrown) {
        super("the plugin %s failed: %s: %s".formatted(revision, thrown.getClass().getName(), thrown.getMessage()));
    }
}
