package dev.powerstrip.bench.plugins.throwing;

/** An exception of the plugin's own: whoever keeps it keeps the plugin. */
final class Mishap extends RuntimeException {

    private static final long serialVersionUID = 1;

    Mishap(String message) {
        super(message);
    }
}
