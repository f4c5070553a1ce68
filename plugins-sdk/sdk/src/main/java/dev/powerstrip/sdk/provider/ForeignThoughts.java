package dev.powerstrip.sdk.provider;

import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.form.CarriedThoughts;
import dev.powerstrip.sdk.json.JsonEdit;
import dev.powerstrip.sdk.json.JsonView;
import java.util.List;

/** Takes the thoughts of other models out of a request for Gemini, which refuses signatures that it did not make. */
final class ForeignThoughts {

    /** Google's documented word for a call that another model made. */
    private static final JsonPrimitive NO_SIGNATURE = new JsonPrimitive("skip_thought_signature_validator");
    private static final List<String> NAMES = List.of("thoughtSignature", "thought_signature");

    private ForeignThoughts() {}

    static void remove(ChatRequest request, JsonEdit edit) {
        var body = request.body();
        if (!body.mentions(CarriedThoughts.MARK)) {
            return;
        }
        for (var content : body.get("contents").items()) {
            content.get("parts").items().forEach(part -> NAMES.forEach(name -> remove(part, name, edit, request)));
        }
    }

    private static void remove(JsonView part, String name, JsonEdit edit, ChatRequest request) {
        if (part.get(name).string().filter(signature -> signature.startsWith(CarriedThoughts.MARK)).isEmpty()) {
            return;
        }
        request.drop("contents.parts." + name);
        if (part.get("functionCall").hasValue() || part.get("function_call").hasValue()) {
            edit.set(part, name, NO_SIGNATURE);
        } else {
            edit.remove(part, name);
        }
    }
}
