package dev.powerstrip.translation.responses;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.json.JsonTree;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.translation.ReasoningEffort;
import java.util.Optional;

/** Says how much the model is to think and what of it the client wants to see. */
final class Reasoning {

    private static final String ENCRYPTED = "reasoning.encrypted_content";

    private Reasoning() {}

    static void add(JsonView chat, Endpoint endpoint, JsonObject response) {
        if (!reasons(endpoint)) {
            return;
        }
        var reasoning = new JsonObject();
        chat.get("reasoning_effort").string().or(() -> ReasoningEffort.of(chat, endpoint))
            .ifPresent(effort -> reasoning.addProperty("effort", effort));
        summary(chat).ifPresent(summary -> reasoning.addProperty("summary", summary));
        if (reasoning.size() > 0) {
            response.add("reasoning", reasoning);
        }
        if (!isHidden(chat)) {
            var include = new JsonArray();
            include.add(ENCRYPTED);
            response.add("include", include);
        }
    }

    /** A model that does not reason refuses to be asked; one of which nothing is known is here because it reasons. */
    private static boolean reasons(Endpoint endpoint) {
        return JsonTree.object(endpoint.facts(), "reasoning").isPresent()
            || !endpoint.facts().has("supported_parameters");
    }

    /** OpenAI gives summaries to verified organisations only and refuses others: nobody gets one without having asked. */
    private static Optional<String> summary(JsonView chat) {
        boolean asked = chat.get("reasoning").kind() == JsonView.Kind.OBJECT || chat.get("include_reasoning").isTrue();
        return asked && !isHidden(chat)
            ? chat.get("reasoning").get("summary").string().or(() -> Optional.of("auto")) : Optional.empty();
    }

    /** True where the client does not want to see what the model thinks. */
    static boolean isHidden(JsonView chat) {
        var include = chat.get("include_reasoning");
        return chat.get("reasoning").get("exclude").isTrue()
            || include.kind() == JsonView.Kind.BOOLEAN && !include.isTrue();
    }
}
