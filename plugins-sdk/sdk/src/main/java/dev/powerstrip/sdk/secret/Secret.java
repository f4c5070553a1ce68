package dev.powerstrip.sdk.secret;

import java.util.Objects;
import java.util.function.Function;

/** A value that is used but never shown: it has no readable text form. Thread-safe. */
public final class Secret {

    private final String value;

    private Secret(String value) {
        this.value = Objects.requireNonNull(value);
    }

    public static Secret of(String value) {
        return new Secret(value);
    }

    /**
     * Uses the value, to sign with it or to derive from it.
     *
     * @param use must neither keep nor print what it is given
     */
    public <T> T use(Function<String, T> use) {
        return use.apply(value);
    }

    @Override
    public String toString() {
        return "Secret[hidden]";
    }
}
