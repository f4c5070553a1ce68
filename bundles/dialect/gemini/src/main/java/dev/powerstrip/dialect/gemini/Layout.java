package dev.powerstrip.dialect.gemini;

/** How the responses that an answer consists of stand in the body of its HTTP answer. One answer, one thread. */
interface Layout {

    boolean streamed();

    String contentType();

    /** The next response; the last one ends the body. */
    byte[] response(byte[] json, boolean last);

    /** An error instead of the next response; ends the body. */
    byte[] failure(byte[] json);

    /** What may stand between two responses and means nothing. */
    byte[] pause();
}
