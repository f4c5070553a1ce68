package dev.powerstrip.dialect.responses;

import com.google.gson.JsonObject;

/** A call of a tool: of a function with JSON arguments, or of a custom tool with free text. */
final class CallItem extends OutputItem {

    private final String callId;
    private final String name;
    private final boolean custom;
    private final StringBuilder said = new StringBuilder();
    private final CustomInput input = new CustomInput();

    CallItem(Events events, int index, String id, String callId, String name, boolean custom) {
        super(events, index, id);
        this.callId = callId;
        this.name = name;
        this.custom = custom;
    }

    /** The next piece of the arguments' JSON. */
    void arguments(String piece) {
        say(custom ? input.read(piece) : piece);
    }

    private void say(String piece) {
        if (!piece.isEmpty()) {
            said.append(piece);
            event(custom ? "response.custom_tool_call_input.delta" : "response.function_call_arguments.delta")
                .with("delta", piece).say();
        }
    }

    @Override
    void finish() {
        say(custom ? input.rest() : "");
        if (custom) {
            event("response.custom_tool_call_input.done").with("input", said.toString()).say();
        } else {
            event("response.function_call_arguments.done").with("name", name).with("arguments", said.toString())
                .say();
        }
    }

    @Override
    JsonObject json(String state) {
        var item = new JsonObject();
        item.addProperty("id", id());
        item.addProperty("type", custom ? "custom_tool_call" : "function_call");
        item.addProperty("status", state);
        item.addProperty(custom ? "input" : "arguments", said.toString());
        item.addProperty("call_id", callId);
        item.addProperty("name", name);
        return item;
    }
}
