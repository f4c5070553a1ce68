package dev.powerstrip.sdk.form;

/**
 * One framed piece of an upstream's answer, as {@link Framing} cut it: an event, a line, or a whole JSON body.
 *
 * @param event the event's name; empty where there is none
 * @param data the payload; owned by the receiver
 * @param whole true for a body that is the answer, false for one event of a stream
 */
public record Frame(String event, byte[] data, boolean whole) {

    /** True for a piece of sound: the event is its content type, and the last one has no data. */
    public boolean sound() {
        return !whole && event.startsWith(SoundFraming.TYPE);
    }

    /** Size only: the payload may be a prompt's answer. */
    @Override
    public String toString() {
        return "Frame[" + event + ", " + data.length + " bytes]";
    }
}
