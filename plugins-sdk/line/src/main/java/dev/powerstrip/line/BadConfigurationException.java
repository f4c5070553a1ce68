package dev.powerstrip.line;

/** A configuration file cannot be applied. The message is one sentence with the file, the line and the setting. */
public final class BadConfigurationException extends Exception {

    private static final long serialVersionUID = 1L;

    public BadConfigurationException(String message) {
        super(message);
    }
}
