package dev.powerstrip.dialect.anthropic;

import com.google.gson.JsonObject;
import java.util.Optional;

/**
 * Gives the client what other models want back of their thoughts: in the signature of the thought that is open, or else in a
 * redacted one, before the next call or at the end, so that nothing stands before the text of a client that asked for no
 * thoughts. A thought that nobody signed gets a signature that carries nothing, by which it is known for none of Anthropic's.
 */
final class CarryingParts implements MessageParts {

    private final MessageParts parts;
    private final boolean streamed;
    private final ForeignThoughts thoughts = new ForeignThoughts();
    private boolean unsigned;

    CarryingParts(MessageParts parts, boolean streamed) {
        this.parts = parts;
        this.streamed = streamed;
    }

    /** One of the {@code reasoning_details} that Messages have no words for. */
    void carry(JsonObject detail) {
        thoughts.add(detail);
    }

    private void seal() {
        if (unsigned) {
            unsigned = false;
            parts.signature(thoughts.signature());
        } else if (!thoughts.isEmpty()) {
            parts.block(Blocks.redactedThinking(thoughts.signature()));
        }
    }

    @Override
    public void begin() {
        parts.begin();
    }

    /** A whole answer tells each thought at once; in a stream the next piece goes on with the last. */
    @Override
    public void thinking(String piece) {
        if (!streamed || !unsigned) {
            seal();
        }
        unsigned = true;
        parts.thinking(piece);
    }

    @Override
    public void signature(String signature) {
        if (!unsigned) {
            seal();
        }
        unsigned = false;
        parts.signature(signature);
    }

    @Override
    public void text(String piece) {
        endThought();
        parts.text(piece);
    }

    @Override
    public void citation(JsonObject citation) {
        endThought();
        parts.citation(citation);
    }

    private void endThought() {
        if (unsigned) {
            seal();
        }
    }

    @Override
    public void block(JsonObject block) {
        seal();
        parts.block(block);
    }

    @Override
    public void toolUse(String id, String name) {
        seal();
        parts.toolUse(id, name);
    }

    @Override
    public void toolInput(int call, String piece) {
        parts.toolInput(call, piece);
    }

    @Override
    public void end(String stopReason, Optional<String> stopSequence, JsonObject usage) {
        seal();
        parts.end(stopReason, stopSequence, usage);
    }

    @Override
    public byte[] take() {
        return parts.take();
    }
}
