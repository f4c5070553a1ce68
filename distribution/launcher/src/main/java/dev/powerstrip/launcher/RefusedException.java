package dev.powerstrip.launcher;

/** What was asked for cannot be done. The message is one sentence for whoever asked: why not, and what to do. */
public final class RefusedException extends Exception {

    private static final long serialVersionUID = 1;

    public RefusedException(String message) {
        super(message);
    }

    public RefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
