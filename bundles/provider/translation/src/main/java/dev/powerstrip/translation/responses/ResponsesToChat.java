package dev.powerstrip.translation.responses;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.form.ChatAnswer;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.form.Frame;
import dev.powerstrip.sdk.json.JsonView;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Reads one of OpenAI's responses, streamed or whole, into the canonical form; its items are told apart by their index. */
final class ResponsesToChat implements AnswerReader {

    private final AnswerReader form = AnswerReader.of(Form.OPENAI_RESPONSES);
    private final boolean streamed;
    private final boolean hidesReasoning;
    private final String format;
    private final Map<Long, Item> items = new HashMap<>();
    private final Set<Long> ended = new HashSet<>();
    private ChatAnswer answer;
    private Calls calls;
    private int thoughts;

    ResponsesToChat(boolean streamed, boolean hidesReasoning, String format) {
        this.streamed = streamed;
        this.hidesReasoning = hidesReasoning;
        this.format = format;
    }

    /** Failures, the reason of the end and the usage are the form's own reader's to see. */
    @Override
    public void read(Frame frame, Consumer<Chunk> chunks) {
        form.read(frame, seen -> {
            var response = seen.whole() ? seen.json() : seen.json().get("response");
            if (answer == null) {
                begin(response, chunks);
            }
            if (seen.terminal()) {
                end(response, seen, chunks);
            } else {
                readEvent(seen.json(), chunks);
            }
        });
    }

    private void begin(JsonView response, Consumer<Chunk> chunks) {
        answer = new ChatAnswer(response.get("id").string().orElse(""), response.get("model").string().orElse(""),
            response.get("created_at").integer().orElse(0), streamed);
        calls = new Calls(answer);
        answer.begin(chunks);
    }

    private void readEvent(JsonView event, Consumer<Chunk> chunks) {
        var type = event.get("type").string().orElse("");
        long index = event.get("output_index").integer().orElse(0);
        switch (type) {
            case "response.output_item.added" -> items.put(index, item(event.get("item"), chunks));
            case "response.output_item.done" -> endItem(index, event.get("item"), chunks);
            case "response.output_text.delta", "response.refusal.delta", "response.reasoning_summary_part.added",
                "response.reasoning_summary_text.delta", "response.reasoning_text.delta",
                "response.function_call_arguments.delta" -> begun(index).grow(type, event, chunks);
            default -> {}
        }
    }

    private Item begun(long index) {
        if (!items.containsKey(index)) {
            throw new GatewayException(ErrorType.PROVIDER_UNAVAILABLE,
                "the provider's answer is no OpenAI response: a delta comes before its item");
        }
        return items.get(index);
    }

    private Item item(JsonView item, Consumer<Chunk> chunks) {
        return switch (item.get("type").string().orElse("")) {
            case "message" -> new Item.Message(answer);
            case "reasoning" -> hidesReasoning ? new Item.Hidden() : new Item.Thought(answer, format, thoughts++);
            case "function_call" -> calls.begin(item, chunks);
            case "image_generation_call" -> new Item.Picture(answer);
            default -> new Item.Native(answer);
        };
    }

    private void endItem(long index, JsonView item, Consumer<Chunk> chunks) {
        if (ended.add(index)) {
            items.computeIfAbsent(index, unannounced -> item(item, chunks)).end(item, chunks);
        }
    }

    /** The whole response repeats every item; those that did not come before are told now. */
    private void end(JsonView response, Chunk seen, Consumer<Chunk> chunks) {
        var output = response.get("output").items();
        for (int i = 0; i < output.size(); i++) {
            endItem(i, output.get(i), chunks);
        }
        seen.finish().ifPresent(answer::finish);
        seen.usage().ifPresent(answer::usage);
        answer.end(chunks);
    }
}
