package dev.powerstrip.line;

import java.util.List;

/**
 * What a key has to do with revisions.
 *
 * @param byRequest whether its requests may ask for revisions themselves
 * @param pins the revisions that all its requests are answered by; lifecycle keeps them running
 */
public record KeyPins(boolean byRequest, List<Pin> pins) {

    /** Answered by whatever is current. */
    public static final KeyPins NONE = new KeyPins(false, List.of());

    public KeyPins {
        pins = List.copyOf(pins);
    }
}
