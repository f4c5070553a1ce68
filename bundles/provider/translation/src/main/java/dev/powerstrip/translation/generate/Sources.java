package dev.powerstrip.translation.generate;

import com.google.gson.JsonObject;
import dev.powerstrip.sdk.form.ChatAnswer;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.translation.Typed;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Tells the pages that an answer rests on, each once for what it supports. */
final class Sources {

    private final ChatAnswer answer;
    private final Set<JsonObject> told = new HashSet<>();

    Sources(ChatAnswer answer) {
        this.answer = answer;
    }

    void tell(JsonView grounding, Consumer<Chunk> out) {
        var pages = grounding.get("groundingChunks").items();
        var supports = grounding.get("groundingSupports").items();
        if (supports.isEmpty()) {
            pages.forEach(page -> cite(page, "", out));
        }
        for (var support : supports) {
            var text = support.get("segment").get("text").string().orElse("");
            support.get("groundingChunkIndices").items().forEach(index -> cite(page(pages, index), text, out));
        }
    }

    private static JsonView page(List<JsonView> pages, JsonView index) {
        int number = (int) index.integer().orElse(-1);
        return number >= 0 && number < pages.size() ? pages.get(number) : index.get("none");
    }

    private void cite(JsonView page, String text, Consumer<Chunk> out) {
        var citation = new JsonObject();
        page.get("web").get("uri").string().ifPresent(uri -> citation.addProperty("url", uri));
        page.get("web").get("title").string().ifPresent(title -> citation.addProperty("title", title));
        if (!text.isEmpty()) {
            citation.addProperty("content", text);
        }
        if (citation.has("url") && told.add(citation)) {
            var annotation = Typed.of("url_citation");
            annotation.add("url_citation", citation);
            answer.annotation(annotation, out);
        }
    }
}
