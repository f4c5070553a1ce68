package dev.powerstrip.translation.responses;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.form.ChatAnswer;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.json.JsonTree;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.translation.Typed;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** One output item on its way to the client: it may grow piece by piece, and its end tells it whole. */
interface Item {

    /** One event about a part of it. */
    default void grow(String type, JsonView event, Consumer<Chunk> out) {}

    /** Tells what its pieces have not told. */
    void end(JsonView item, Consumer<Chunk> out);

    /** What the model says. */
    final class Message implements Item {

        private final ChatAnswer answer;
        private boolean told;

        Message(ChatAnswer answer) {
            this.answer = answer;
        }

        @Override
        public void grow(String type, JsonView event, Consumer<Chunk> out) {
            say(event.get("delta"), type.equals("response.refusal.delta"), out);
        }

        private void say(JsonView words, boolean refusal, Consumer<Chunk> out) {
            words.string().filter(piece -> !piece.isEmpty()).ifPresent(piece -> {
                told = true;
                if (refusal) {
                    answer.refusal(piece, out);
                } else {
                    answer.text(piece, out);
                }
            });
        }

        @Override
        public void end(JsonView item, Consumer<Chunk> out) {
            var parts = item.get("content").items();
            if (!told) {
                parts.forEach(part -> {
                    say(part.get("text"), false, out);
                    say(part.get("refusal"), true, out);
                });
            }
            parts.forEach(part -> part.get("annotations").items().forEach(annotation -> cite(annotation, out)));
        }

        /** Of the places that OpenAI cites only pages have an address. */
        private void cite(JsonView annotation, Consumer<Chunk> out) {
            annotation.get("url").string().ifPresent(url -> {
                var page = JsonTree.of("url", new JsonPrimitive(url));
                List.of("title", "start_index", "end_index").stream().filter(name -> annotation.get(name).hasValue())
                    .forEach(name -> page.add(name, annotation.get(name).tree()));
                var cited = Typed.of("url_citation");
                cited.add("url_citation", page);
                answer.annotation(cited, out);
            });
        }
    }

    /** What the model thinks: its summary as it comes, and at its end all that the next turn has to bring back. */
    final class Thought implements Item {

        private static final String BETWEEN_PARTS = "\n\n";

        private final ChatAnswer answer;
        private final String format;
        private final int index;
        private boolean told;

        Thought(ChatAnswer answer, String format, int index) {
            this.answer = answer;
            this.format = format;
            this.index = index;
        }

        @Override
        public void grow(String type, JsonView event, Consumer<Chunk> out) {
            if (type.equals("response.reasoning_summary_part.added")) {
                tell(told ? BETWEEN_PARTS : "", out);
            } else {
                tell(event.get("delta").string().orElse(""), out);
            }
        }

        private void tell(String piece, Consumer<Chunk> out) {
            if (!piece.isEmpty()) {
                told = true;
                answer.reasoning(piece, out);
            }
        }

        @Override
        public void end(JsonView item, Consumer<Chunk> out) {
            var summary = texts(item.get("summary"));
            var content = texts(item.get("content"));
            if (!told) {
                tell((summary.isEmpty() ? content : summary).stream().collect(Collectors.joining(BETWEEN_PARTS)), out);
            }
            summary.forEach(text -> detail(Typed.of("reasoning.summary", "summary", text), item, out));
            content.forEach(text -> detail(Typed.of("reasoning.text", "text", text), item, out));
            item.get("encrypted_content").string().filter(data -> !data.isEmpty())
                .ifPresent(data -> detail(Typed.of("reasoning.encrypted", "data", data), item, out));
        }

        private static List<String> texts(JsonView parts) {
            return parts.items().stream().flatMap(part -> part.get("text").string().stream()).toList();
        }

        private void detail(JsonObject detail, JsonView item, Consumer<Chunk> out) {
            item.get("id").string().ifPresent(id -> detail.addProperty("id", id));
            detail.addProperty("format", format);
            detail.addProperty("index", index);
            answer.reasoningDetail(detail, out);
        }
    }

    /** A picture that the model had made. */
    record Picture(ChatAnswer answer) implements Item {

        @Override
        public void end(JsonView item, Consumer<Chunk> out) {
            item.get("result").string().ifPresent(data -> answer.image("data:image/%s;base64,%s"
                .formatted(item.get("output_format").string().orElse("png"), data), out));
        }
    }

    /** What the canonical form has no words for, such as a search on OpenAI's side: travels as a labelled part. */
    record Native(ChatAnswer answer) implements Item {

        @Override
        public void end(JsonView item, Consumer<Chunk> out) {
            var part = Typed.of("native", "form", Parts.FORM);
            part.add("value", item.tree());
            answer.reasoningDetail(part, out);
        }
    }

    /** What the client does not want to see. */
    record Hidden() implements Item {

        @Override
        public void end(JsonView item, Consumer<Chunk> out) {}
    }
}
