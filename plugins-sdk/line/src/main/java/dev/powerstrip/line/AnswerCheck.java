package dev.powerstrip.line;

import com.google.gson.JsonSyntaxException;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Finish;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.form.Usage;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.json.MalformedJsonException;
import java.io.IOException;
import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;

/**
 * Looks for what no sound answer has: a tool call that is announced and missing, or whose arguments are no JSON; an end
 * without a reason; tokens that were counted and never came. Costs a look at each chunk, so only a few answers are
 * checked. One thread.
 */
final class AnswerCheck {

    private final Map<String, StringBuilder> toolCalls = new HashMap<>();
    private boolean content;
    private boolean malformed;
    private long textLength;

    void saw(Chunk chunk) {
        content |= chunk.content();
        if (!chunk.content()) {
            return;
        }
        try {
            textLength += chunk.text().length();
            if (chunk.form().equals(Form.ANTHROPIC_MESSAGES)) {
                sawBlocks(chunk);
            } else if (chunk.form().equals(Form.OPENAI_CHAT)) {
                sawChoices(chunk);
            } else if (chunk.form().equals(Form.OPENAI_RESPONSES)) {
                sawItems(chunk.json());
            }
        } catch (MalformedJsonException broken) {
            malformed = true;
        }
    }

    private void sawChoices(Chunk chunk) {
        for (var choice : chunk.json().get("choices").items()) {
            for (var call : choice.get(chunk.whole() ? "message" : "delta").get("tool_calls").items()) {
                // A whole answer's calls are all there at once; a stream's go on where their index says so.
                var index = chunk.whole() ? String.valueOf(toolCalls.size())
                    : choice.get("index").integer().orElse(0) + "/" + call.get("index").integer().orElse(0);
                add(index, call.get("function").get("arguments"));
            }
        }
    }

    private void sawBlocks(Chunk chunk) {
        var json = chunk.json();
        var index = json.get("index").integer().orElse(0) + "";
        if (isTool(json.get("content_block"))) {
            toolCalls.computeIfAbsent(index, any -> new StringBuilder());
        }
        if (json.get("delta").get("partial_json").isPresent()) {
            add(index, json.get("delta").get("partial_json"));
        }
        json.get("content").items().stream().filter(AnswerCheck::isTool)
            .forEach(block -> toolCalls.put("whole " + toolCalls.size(), new StringBuilder()));
    }

    private void sawItems(JsonView json) {
        var index = json.get("output_index").integer().orElse(0) + "";
        if (isCall(json.get("item"))) {
            add(index, json.get("item").get("arguments"));
        }
        if (json.get("type").string().filter("response.function_call_arguments.delta"::equals).isPresent()) {
            add(index, json.get("delta"));
        }
        json.get("output").items().stream().filter(AnswerCheck::isCall)
            .forEach(item -> add("whole " + toolCalls.size(), item.get("arguments")));
    }

    /** A custom tool's input may be any text, and is not looked at. */
    private static boolean isCall(JsonView item) {
        return item.get("type").string().filter(type -> type.equals("function_call") || type.equals("custom_tool_call"))
            .isPresent();
    }

    private static boolean isTool(JsonView block) {
        return block.get("type").string().filter(type -> type.endsWith("tool_use")).isPresent();
    }

    private void add(String index, JsonView arguments) {
        arguments.string().ifPresent(toolCalls.computeIfAbsent(index, any -> new StringBuilder())::append);
    }

    /** The characters of text in it so far. */
    long textLength() {
        return textLength;
    }

    /**
     * True if the answer contradicts itself; asked of one that has ended in order.
     *
     * @param finish null if none was seen; @param usage null if none was reported
     */
    boolean unfit(Finish finish, Usage usage) {
        boolean calls = finish != null && finish.reason().equals("tool_calls");
        boolean wrote = usage != null && usage.completion() - usage.reasoning() > 0;
        return malformed || finish == null || calls && toolCalls.isEmpty() || wrote && !content
            || !toolCalls.values().stream().allMatch(AnswerCheck::isJson);
    }

    /** A tool without parameters is called with nothing at all by some. */
    private static boolean isJson(StringBuilder text) {
        if (text.toString().isBlank()) {
            return true;
        }
        try (var reader = new JsonReader(new StringReader(text.toString()))) {
            reader.skipValue();
            return reader.peek() == JsonToken.END_DOCUMENT;
        } catch (IOException | JsonSyntaxException | IllegalStateException broken) {
            return false;
        }
    }
}
