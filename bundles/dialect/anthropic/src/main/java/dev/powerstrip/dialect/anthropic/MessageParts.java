package dev.powerstrip.dialect.anthropic;

import com.google.gson.JsonObject;
import java.util.Optional;

/** Takes what an answer consists of, in the order in which it is said, and makes bytes of it. One answer, one thread. */
interface MessageParts {

    /** The answer begins; told before each chunk. */
    void begin();

    void thinking(String piece);

    /** The signature of what was thought last; ends it. */
    void signature(String signature);

    void text(String piece);

    /** Where the text told last comes from. */
    void citation(JsonObject citation);

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

    /** @param stopSequence which of the client's stop sequences ended it; empty if none did */
    void end(String stopReason, Optional<String> stopSequence, JsonObject usage);

    /** The bytes that are ready to go out. */
    byte[] take();
}
