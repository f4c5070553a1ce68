package dev.powerstrip.dialect.anthropic;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.dialect.AnswerFacts;
import dev.powerstrip.sdk.form.ServerSentEvent;
import dev.powerstrip.sdk.form.Usage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says an answer as Messages events: a block is opened by the first piece of its kind and closed when another begins. */
final class MessageEvents implements MessageParts {

    private enum Open {
        NOTHING, THINKING, TEXT, TOOL_USE
    }

    private final AnswerFacts facts;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<Integer> callBlocks = new ArrayList<>();
    private boolean begun;
    private Open open = Open.NOTHING;
    private int blocks;

    MessageEvents(AnswerFacts facts) {
        this.facts = facts;
    }

    @Override
    public void begin() {
        if (!begun) {
            begun = true;
            var message = Blocks.message(facts, new JsonArray());
            message.add("usage", MessageUsage.json(Usage.none()));
            var start = Blocks.typed("message_start");
            start.add("message", message);
            emit(start);
        }
    }

    @Override
    public void thinking(String piece) {
        openThinking();
        delta(blocks - 1, Blocks.typed("thinking_delta", "thinking", piece));
    }

    @Override
    public void signature(String signature) {
        openThinking();
        delta(blocks - 1, Blocks.typed("signature_delta", "signature", signature));
        close();
    }

    private void openThinking() {
        if (open != Open.THINKING) {
            open(Open.THINKING, Blocks.thinking("", ""));
        }
    }

    @Override
    public void text(String piece) {
        if (open != Open.TEXT) {
            open(Open.TEXT, Blocks.text(""));
        }
        delta(blocks - 1, Blocks.typed("text_delta", "text", piece));
    }

    @Override
    public void citation(JsonObject citation) {
        if (open != Open.TEXT) {
            open(Open.TEXT, Blocks.text(""));
        }
        var delta = Blocks.typed("citations_delta");
        delta.add("citation", citation);
        delta(blocks - 1, delta);
    }

    @Override
    public void block(JsonObject block) {
        open(Open.NOTHING, block);
        stop();
    }

    @Override
    public void toolUse(String id, String name) {
        open(Open.TOOL_USE, Blocks.toolUse(id, name, new JsonObject()));
        callBlocks.add(blocks - 1);
    }

    /** Clients gather input by index, so a late piece for an earlier call still finds its block. */
    @Override
    public void toolInput(int call, String piece) {
        delta(callBlocks.get(call), Blocks.typed("input_json_delta", "partial_json", piece));
    }

    @Override
    public void end(String stopReason, Optional<String> stopSequence, JsonObject usage) {
        close();
        var change = new JsonObject();
        Blocks.stop(change, stopReason, stopSequence);
        var end = Blocks.typed("message_delta");
        end.add("delta", change);
        end.add("usage", usage);
        emit(end);
        emit(Blocks.typed("message_stop"));
    }

    private void open(Open kind, JsonObject block) {
        close();
        open = kind;
        var start = Blocks.typed("content_block_start");
        start.addProperty("index", blocks++);
        start.add("content_block", block);
        emit(start);
    }

    private void delta(int index, JsonObject delta) {
        var event = Blocks.typed("content_block_delta");
        event.addProperty("index", index);
        event.add("delta", delta);
        emit(event);
    }

    private void close() {
        if (open != Open.NOTHING) {
            open = Open.NOTHING;
            stop();
        }
    }

    private void stop() {
        var event = Blocks.typed("content_block_stop");
        event.addProperty("index", blocks - 1);
        emit(event);
    }

    private void emit(JsonObject event) {
        out.writeBytes(ServerSentEvent.of(event.get("type").getAsString(),
            event.toString().getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public byte[] take() {
        var bytes = out.toByteArray();
        out.reset();
        return bytes;
    }
}
