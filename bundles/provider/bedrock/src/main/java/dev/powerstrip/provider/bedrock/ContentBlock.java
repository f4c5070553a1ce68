package dev.powerstrip.provider.bedrock;

import com.google.gson.JsonObject;
import dev.powerstrip.sdk.form.ChatAnswer;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.json.JsonTree;
import dev.powerstrip.sdk.json.JsonView;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** One content block on its way to the client: it grows by deltas and ends. */
interface ContentBlock {

    void delta(JsonView delta, Consumer<Chunk> out);

    /** The input of a call that came in one piece. */
    default void whole(JsonView input, Consumer<Chunk> out) {}

    default void end(Consumer<Chunk> out) {}

    /** What the model says. */
    record Text(ChatAnswer answer) implements ContentBlock {

        @Override
        public void delta(JsonView delta, Consumer<Chunk> out) {
            delta.get("text").string().filter(piece -> !piece.isEmpty()).ifPresent(piece -> answer.text(piece, out));
        }
    }

    /** What the model thinks; its end tells the whole thought with its signature, as the next turn needs it. */
    final class Thought implements ContentBlock {

        private final ChatAnswer answer;
        private final String format;
        private final int index;
        private final StringBuilder text = new StringBuilder();
        private final StringBuilder signature = new StringBuilder();
        private final StringBuilder redacted = new StringBuilder();

        Thought(ChatAnswer answer, String format, int index) {
            this.answer = answer;
            this.format = format;
            this.index = index;
        }

        /** A whole answer has text and signature one level deeper than a stream. */
        @Override
        public void delta(JsonView delta, Consumer<Chunk> out) {
            var content = delta.get("reasoningContent");
            var said = content.get("reasoningText").isPresent() ? content.get("reasoningText") : content;
            said.get("text").string().filter(piece -> !piece.isEmpty()).ifPresent(piece -> {
                text.append(piece);
                answer.reasoning(piece, out);
            });
            said.get("signature").string().ifPresent(signature::append);
            content.get("redactedContent").string().ifPresent(redacted::append);
        }

        @Override
        public void end(Consumer<Chunk> out) {
            if (!text.isEmpty() || !signature.isEmpty()) {
                var detail = detail("reasoning.text", "text", text.toString());
                if (!signature.isEmpty()) {
                    detail.addProperty("signature", signature.toString());
                }
                tell(detail, format, out);
            }
            if (!redacted.isEmpty()) {
                tell(detail("reasoning.encrypted", "data", redacted.toString()), Blocks.BEDROCK_THOUGHT, out);
            }
        }

        private static JsonObject detail(String type, String name, String value) {
            var detail = JsonTree.of("type", type);
            detail.addProperty(name, value);
            return detail;
        }

        private void tell(JsonObject detail, String said, Consumer<Chunk> out) {
            detail.addProperty("format", said);
            detail.addProperty("index", index);
            answer.reasoningDetail(detail, out);
        }
    }

    /** A tool call; one without arguments gets an empty object. */
    final class ToolCall implements ContentBlock {

        private final ChatAnswer answer;
        private final String id;
        private final String name;
        private boolean begun;
        private boolean hasArguments;

        ToolCall(ChatAnswer answer, String id, String name) {
            this.answer = answer;
            this.id = id;
            this.name = name;
        }

        @Override
        public void delta(JsonView delta, Consumer<Chunk> out) {
            begin(out);
            delta.get("toolUse").get("input").string().ifPresent(piece -> addArguments(piece, out));
        }

        @Override
        public void whole(JsonView input, Consumer<Chunk> out) {
            begin(out);
            if (!input.fields().isEmpty()) {
                addArguments(new String(input.toBytes(), StandardCharsets.UTF_8), out);
            }
        }

        private void begin(Consumer<Chunk> out) {
            if (!begun) {
                begun = true;
                answer.toolCall(id, name, out);
            }
        }

        private void addArguments(String piece, Consumer<Chunk> out) {
            if (!piece.isEmpty()) {
                hasArguments = true;
                answer.toolArguments(piece, out);
            }
        }

        @Override
        public void end(Consumer<Chunk> out) {
            begin(out);
            if (!hasArguments) {
                answer.toolArguments("{}", out);
            }
        }
    }

    /** A call of the tool that stands for an answer in JSON: its arguments are what the model says. */
    record AnswerCall(ChatAnswer answer) implements ContentBlock {

        @Override
        public void delta(JsonView delta, Consumer<Chunk> out) {
            delta.get("toolUse").get("input").string().filter(piece -> !piece.isEmpty())
                .ifPresent(piece -> answer.text(piece, out));
        }

        @Override
        public void whole(JsonView input, Consumer<Chunk> out) {
            answer.text(new String(input.toBytes(), StandardCharsets.UTF_8), out);
        }
    }

    /** What the client does not want to see. */
    record Hidden() implements ContentBlock {

        @Override
        public void delta(JsonView delta, Consumer<Chunk> out) {}
    }
}
