package dev.powerstrip.dialect.anthropic;

import com.google.gson.JsonObject;

/** Takes what an answer consists of, in the order in which it is said, and makes bytes of it. One answer, one thread. */
interface MessageParts {

    /** The answer begins; told before each chunk. */
    void begin();

    void thinking(String piece);

    /** The signature of what was thought last; ends it. */
    void signature(String signature);

    void text(String piece);

    /** A block that comes whole. */
    void block(JsonObject block);

    /** Begins the next tool call. */
    void toolUse(String id, String name);

    /**
     * The next piece of a tool call's input: JSON text.
     *
     * @param call the number of those begun before it
     */
    void toolInput(int call, String piece);

    void end(String stopReason, JsonObject usage);

    /** The bytes that are ready to go out. */
    byte[] take();
}
