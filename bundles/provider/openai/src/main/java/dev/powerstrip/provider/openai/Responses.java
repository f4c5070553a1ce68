package dev.powerstrip.provider.openai;

import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonEdit;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.provider.Translation;
import dev.powerstrip.translation.ReasoningEffort;
import java.util.List;

/** Passes Responses through, but for what OpenRouter adds to them and OpenAI refuses. */
final class Responses implements Translation {

    private static final List<String> REFUSED = List.of("cache_control", "image_config", "modalities",
        "stop_server_tools_when");
    /** How OpenRouter's clients say an effort. */
    private static final List<String> AMOUNTS = List.of("enabled", "max_tokens");

    private final Translation passThrough = Translation.passThrough(Form.OPENAI_RESPONSES,
        (request, edit) -> REFUSED.forEach(name -> {
            edit.remove(name);
            request.dropUnless(false, name);
        }));

    @Override
    public byte[] request(ChatRequest request, Endpoint endpoint) {
        var passed = passThrough.request(request, endpoint);
        boolean tellsAmount = AMOUNTS.stream()
            .anyMatch(name -> request.body().get("reasoning").get(name).isPresent());
        return tellsAmount ? withEffort(JsonView.composed(passed), endpoint) : passed;
    }

    private static byte[] withEffort(JsonView body, Endpoint endpoint) {
        var reasoning = body.get("reasoning");
        var edit = new JsonEdit(body);
        ReasoningEffort.of(body, endpoint)
            .ifPresent(effort -> edit.set(reasoning, "effort", new JsonPrimitive(effort)));
        AMOUNTS.forEach(name -> edit.remove(reasoning, name));
        return edit.toBytes();
    }

    @Override
    public AnswerReader reader(ChatRequest request, Endpoint endpoint) {
        return passThrough.reader(request, endpoint);
    }
}
