package dev.powerstrip.provider.cloudflare;

import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonEdit;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.provider.Translation;
import java.util.stream.Collectors;

/** Passes chat completions through, but for what Workers AI would misunderstand or cut off. */
final class ChatCompletions implements Translation {

    /** What an answer may take of the context where nobody says: beyond its rest the request would be refused. */
    private static final int SHARE = 4;
    /** The same for a model of which nothing is known; Cloudflare's own limit is 256 tokens. */
    private static final long USUAL_LIMIT = 4096;

    private final Translation passThrough = Translation.passThrough(Form.OPENAI_CHAT);

    @Override
    public byte[] request(ChatRequest request, Endpoint endpoint) {
        var body = JsonView.composed(passThrough.request(request, endpoint));
        var edit = new JsonEdit(body);
        sayLimit(body, edit, endpoint);
        sayReasoning(body, edit);
        body.get("messages").items().forEach(message -> joinTexts(message, edit));
        return edit.toBytes();
    }

    private static void sayLimit(JsonView body, JsonEdit edit, Endpoint endpoint) {
        var limit = body.get("max_completion_tokens");
        if (limit.hasValue()) {
            edit.setRaw(body, "max_tokens", limit.toBytes());
        } else if (!body.get("max_tokens").hasValue()) {
            edit.set(body, "max_tokens", new JsonPrimitive(limit(endpoint)));
        }
        edit.remove("max_completion_tokens");
    }

    private static long limit(Endpoint endpoint) {
        var context = endpoint.contextLength();
        return context.isEmpty() ? USUAL_LIMIT
            : Math.min(context.getAsLong() / SHARE, endpoint.maxCompletionTokens().orElse(Long.MAX_VALUE));
    }

    /** OpenRouter's word becomes OpenAI's, unless the client says that itself. */
    private static void sayReasoning(JsonView body, JsonEdit edit) {
        var effort = body.get("reasoning").get("effort");
        if (effort.isText() && !body.get("reasoning_effort").hasValue()) {
            edit.setRaw(body, "reasoning_effort", effort.toBytes());
        }
        edit.remove("reasoning").remove("include_reasoning");
    }

    /** Its older models take a text and no list of parts. */
    private static void joinTexts(JsonView message, JsonEdit edit) {
        var parts = message.get("content").items();
        boolean onlyTexts = !parts.isEmpty()
            && parts.stream().allMatch(part -> part.get("type").string().filter("text"::equals).isPresent());
        if (onlyTexts) {
            edit.set(message, "content", new JsonPrimitive(parts.stream()
                .flatMap(part -> part.get("text").string().stream()).collect(Collectors.joining("\n"))));
        }
    }

    @Override
    public AnswerReader reader(ChatRequest request, Endpoint endpoint) {
        return new ChatReader(hidesThoughts(request.body()));
    }

    private static boolean hidesThoughts(JsonView chat) {
        var include = chat.get("include_reasoning");
        return chat.get("reasoning").get("exclude").isTrue()
            || include.kind() == JsonView.Kind.BOOLEAN && !include.isTrue();
    }
}
