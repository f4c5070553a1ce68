package dev.powerstrip.provider.openai;

import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonEdit;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.provider.Translation;
import dev.powerstrip.translation.ReasoningEffort;

/**
 * Passes chat completions through, but for what OpenAI itself words otherwise or refuses: {@code max_tokens} with some
 * models, OpenRouter's {@code reasoning}, and what other providers' clients leave in a conversation.
 */
final class ChatCompletions implements Translation {

    private final Translation passThrough = Translation.passThrough(Form.OPENAI_CHAT);

    @Override
    public byte[] request(ChatRequest request, Endpoint endpoint) {
        var passed = passThrough.request(request, endpoint);
        boolean refusesLimit = request.body().get("max_tokens").isPresent()
            && endpoint.words("refuses").contains("max_tokens");
        boolean suspicious = History.isSuspicious(passed);
        if (!refusesLimit && !suspicious) {
            return passed;
        }
        var body = JsonView.composed(passed);
        var edit = new JsonEdit(body);
        if (suspicious) {
            sayReasoning(body, edit, endpoint);
            History.clean(body, edit, request);
        }
        if (refusesLimit) {
            sayLimit(body, edit);
        }
        return edit.toBytes();
    }

    /** What the client says in OpenAI's own word wins. */
    private static void sayReasoning(JsonView body, JsonEdit edit, Endpoint endpoint) {
        edit.remove("reasoning").remove("include_reasoning");
        if (!body.get("reasoning_effort").isPresent()) {
            ReasoningEffort.of(body, endpoint).ifPresent(effort -> edit.set("reasoning_effort", effort));
        }
    }

    private static void sayLimit(JsonView body, JsonEdit edit) {
        if (!body.get("max_completion_tokens").isPresent()) {
            edit.setRaw(body, "max_completion_tokens", body.get("max_tokens").toBytes());
        }
        edit.remove("max_tokens");
    }

    @Override
    public AnswerReader reader(ChatRequest request, Endpoint endpoint) {
        return passThrough.reader(request, endpoint);
    }
}
