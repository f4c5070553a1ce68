package dev.powerstrip.line;

import java.io.IOException;

/** The client read nothing for the write timeout. */
public final class ClientStalledException extends IOException {

    private static final long serialVersionUID = 1L;

    public ClientStalledException(Throwable cause) {
        super("the client stopped reading", cause);
    }
}
