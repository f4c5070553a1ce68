package dev.powerstrip.dialect.responses;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Optional;

/** What the model says, as texts with their sources, or as a refusal. */
final class MessageItem extends OutputItem {

    private final JsonArray content = new JsonArray();
    private Optional<Part> open = Optional.empty();

    MessageItem(Events events, int index, String id) {
        super(events, index, id);
    }

    void text(String piece, JsonArray logprobs) {
        var part = part(false);
        part.text.append(piece);
        part.logprobs.addAll(logprobs);
        event("response.output_text.delta").with("content_index", content.size()).with("delta", piece)
            .with("logprobs", logprobs).say();
    }

    void refusal(String piece) {
        part(true).text.append(piece);
        event("response.refusal.delta").with("content_index", content.size()).with("delta", piece).say();
    }

    void annotation(JsonObject annotation) {
        var part = part(false);
        part.annotations.add(annotation);
        event("response.output_text.annotation.added").with("content_index", content.size())
            .with("annotation_index", part.annotations.size() - 1).with("annotation", annotation).say();
    }

    private Part part(boolean refusal) {
        if (open.isPresent() && open.get().refusal != refusal) {
            finish();
        }
        if (open.isEmpty()) {
            open = Optional.of(new Part(refusal, new StringBuilder(), new JsonArray(), new JsonArray()));
            sayPart("response.content_part.added", open.get());
        }
        return open.get();
    }

    private void sayPart(String type, Part part) {
        event(type).with("content_index", content.size()).with("part", part.json()).say();
    }

    @Override
    void finish() {
        open.ifPresent(part -> {
            var text = part.text.toString();
            if (part.refusal) {
                event("response.refusal.done").with("content_index", content.size()).with("refusal", text).say();
            } else {
                event("response.output_text.done").with("content_index", content.size()).with("text", text)
                    .with("logprobs", part.logprobs).say();
            }
            sayPart("response.content_part.done", part);
            content.add(part.json());
        });
        open = Optional.empty();
    }

    @Override
    JsonObject json(String state) {
        var item = new JsonObject();
        item.addProperty("id", id());
        item.addProperty("type", "message");
        item.addProperty("status", state);
        item.addProperty("role", "assistant");
        item.add("content", content);
        return item;
    }

    private record Part(boolean refusal, StringBuilder text, JsonArray annotations, JsonArray logprobs) {

        JsonObject json() {
            if (refusal) {
                return Typed.of("refusal", "refusal", text.toString());
            }
            var part = Typed.of("output_text", "text", text.toString());
            part.add("annotations", annotations);
            part.add("logprobs", logprobs);
            return part;
        }
    }
}
