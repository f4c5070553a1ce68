package dev.powerstrip.line;

import java.net.URI;

/** The gateway's listener. */
public interface Edge {

    /** Where clients reach it, such as {@code http://127.0.0.1:8080}. */
    URI address();

    /** How many exchanges are running. */
    int running();
}
