package dev.powerstrip.line;

import java.io.IOException;

/** The client hung up. */
public final class ClientGoneException extends IOException {

    private static final long serialVersionUID = 1L;

    public ClientGoneException(Throwable cause) {
        super("the client hung up", cause);
    }
}
