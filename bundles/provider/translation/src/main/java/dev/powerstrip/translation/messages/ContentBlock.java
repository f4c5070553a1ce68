package dev.powerstrip.translation.messages;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.ChatAnswer;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.json.JsonTree;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.translation.Typed;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** One content block on its way to the client: it begins, with what it holds already, grows by deltas and ends. */
interface ContentBlock {

    void begin(JsonView content, Consumer<Chunk> out);

    void delta(JsonView delta, Consumer<Chunk> out);

    void end(Consumer<Chunk> out);

    /** What the model says. */
    record Text(ChatAnswer answer, ChatRequest request) implements ContentBlock {

        @Override
        public void begin(JsonView content, Consumer<Chunk> out) {
            say(content.get("text"), out);
            content.get("citations").items().forEach(citation -> cite(citation, out));
        }

        @Override
        public void delta(JsonView delta, Consumer<Chunk> out) {
            say(delta.get("text"), out);
            cite(delta.get("citation"), out);
        }

        /** Of the places that Anthropic cites only pages have an address. */
        private void cite(JsonView citation, Consumer<Chunk> out) {
            if (citation.hasValue() && !citation.get("url").isText()) {
                request.drop("citations");
            }
            citation.get("url").string().ifPresent(url -> {
                var page = JsonTree.of("url", new JsonPrimitive(url));
                citation.get("title").string().ifPresent(title -> page.addProperty("title", title));
                citation.get("cited_text").string().ifPresent(text -> page.addProperty("content", text));
                var annotation = Typed.of("url_citation");
                annotation.add("url_citation", page);
                answer.annotation(annotation, out);
            });
        }

        private void say(JsonView text, Consumer<Chunk> out) {
            text.string().filter(piece -> !piece.isEmpty()).ifPresent(piece -> answer.text(piece, out));
        }

        @Override
        public void end(Consumer<Chunk> out) {}
    }

    /** What the model thinks; its end tells the whole thought with its signature, as the next turn needs it. */
    final class Thought implements ContentBlock {

        private final ChatAnswer answer;
        private final int index;
        private final StringBuilder text = new StringBuilder();
        private final StringBuilder signature = new StringBuilder();

        Thought(ChatAnswer answer, int index) {
            this.answer = answer;
            this.index = index;
        }

        @Override
        public void begin(JsonView content, Consumer<Chunk> out) {
            delta(content, out);
        }

        @Override
        public void delta(JsonView delta, Consumer<Chunk> out) {
            delta.get("thinking").string().filter(piece -> !piece.isEmpty()).ifPresent(piece -> {
                text.append(piece);
                answer.reasoning(piece, out);
            });
            delta.get("signature").string().ifPresent(signature::append);
        }

        @Override
        public void end(Consumer<Chunk> out) {
            var detail = Typed.of("reasoning.text", "text", text.toString());
            if (!signature.isEmpty()) {
                detail.addProperty("signature", signature.toString());
            }
            detail.addProperty("format", Blocks.REASONING_FORMAT);
            detail.addProperty("index", index);
            answer.reasoningDetail(detail, out);
        }
    }

    /** A thought that only Anthropic can read; comes whole. */
    record RedactedThought(ChatAnswer answer, int index) implements ContentBlock {

        @Override
        public void begin(JsonView content, Consumer<Chunk> out) {
            var detail = Typed.of("reasoning.encrypted", "data", content.get("data").string().orElse(""));
            detail.addProperty("format", Blocks.REASONING_FORMAT);
            detail.addProperty("index", index);
            answer.reasoningDetail(detail, out);
        }

        @Override
        public void delta(JsonView delta, Consumer<Chunk> out) {}

        @Override
        public void end(Consumer<Chunk> out) {}
    }

    /** A tool call; one without arguments gets an empty object. */
    final class ToolCall implements ContentBlock {

        private final ChatAnswer answer;
        private boolean hasArguments;

        ToolCall(ChatAnswer answer) {
            this.answer = answer;
        }

        @Override
        public void begin(JsonView content, Consumer<Chunk> out) {
            answer.toolCall(content.get("id").string().orElse(""), content.get("name").string().orElse(""), out);
            addArguments(given(content.get("input")), out);
        }

        @Override
        public void delta(JsonView delta, Consumer<Chunk> out) {
            addArguments(delta.get("partial_json").string().orElse(""), out);
        }

        private void addArguments(String piece, Consumer<Chunk> out) {
            if (!piece.isEmpty()) {
                hasArguments = true;
                answer.toolArguments(piece, out);
            }
        }

        @Override
        public void end(Consumer<Chunk> out) {
            if (!hasArguments) {
                answer.toolArguments("{}", out);
            }
        }
    }

    /** A call of the tool that stands for an answer in JSON: its arguments are what the model says. */
    record AnswerCall(ChatAnswer answer) implements ContentBlock {

        @Override
        public void begin(JsonView content, Consumer<Chunk> out) {
            say(given(content.get("input")), out);
        }

        @Override
        public void delta(JsonView delta, Consumer<Chunk> out) {
            say(delta.get("partial_json").string().orElse(""), out);
        }

        private void say(String piece, Consumer<Chunk> out) {
            if (!piece.isEmpty()) {
                answer.text(piece, out);
            }
        }

        @Override
        public void end(Consumer<Chunk> out) {}
    }

    /** What the canonical form has no words for, such as a search on Anthropic's side: travels as a labelled part. */
    final class Native implements ContentBlock {

        private final ChatAnswer answer;
        private final StringBuilder input = new StringBuilder();
        private JsonObject value;

        Native(ChatAnswer answer) {
            this.answer = answer;
        }

        @Override
        public void begin(JsonView content, Consumer<Chunk> out) {
            value = content.tree().getAsJsonObject();
        }

        @Override
        public void delta(JsonView delta, Consumer<Chunk> out) {
            delta.get("partial_json").string().ifPresent(input::append);
        }

        @Override
        public void end(Consumer<Chunk> out) {
            if (!input.isEmpty()) {
                value.add("input", parsedInput());
            }
            var part = Typed.of("native", "form", Blocks.FORM);
            part.add("value", value);
            answer.reasoningDetail(part, out);
        }

        private JsonObject parsedInput() {
            try {
                return JsonParser.parseString(input.toString()).getAsJsonObject();
            } catch (JsonParseException | IllegalStateException e) {
                throw new GatewayException(ErrorType.PROVIDER_UNAVAILABLE,
                    "the provider's answer is no Anthropic message: the input of a block is no JSON object", e);
            }
        }
    }

    /** What the client does not want to see. */
    record Hidden() implements ContentBlock {

        @Override
        public void begin(JsonView content, Consumer<Chunk> out) {}

        @Override
        public void delta(JsonView delta, Consumer<Chunk> out) {}

        @Override
        public void end(Consumer<Chunk> out) {}
    }

    /** The arguments that a whole call has and a streamed one has not yet, in their own bytes. */
    private static String given(JsonView input) {
        return input.fields().isEmpty() ? "" : new String(input.toBytes(), StandardCharsets.UTF_8);
    }
}
