package dev.powerstrip.dialect.openai;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.dialect.GatewayFields;
import dev.powerstrip.sdk.dialect.RequestField;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonEdit;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.json.JsonView.Kind;
import java.util.Map;
import java.util.function.Consumer;

/** Reads text completion requests, the older kind, and says them to models that chat. */
final class CompletionRequests {

    /** No endpoint speaks it, so these requests always meet their model in the canonical form. */
    static final Form FORM = Form.of("openai.completions");

    private static final int MOST_LOGPROBS = 5;
    private static final Map<String, Consumer<RequestField>> CHECKS = SharedFields.checks();

    static {
        CHECKS.put("logprobs", number -> number.whole(0, MOST_LOGPROBS));
        CHECKS.put("echo", RequestField::flag);
        CHECKS.put("best_of", CompletionRequests::checkBestOf);
        CHECKS.put("suffix", CompletionRequests::checkSuffix);
    }

    private CompletionRequests() {}

    static ChatRequest read(byte[] json) {
        var body = RequestField.body(json);
        var models = GatewayFields.models(body);
        GatewayFields.refuseUnsupported(body);
        prompt(body.get("prompt"));
        SharedFields.check(body, CHECKS);
        return new ChatRequest(FORM, body.value(), models, body.get("stream").flag(),
            GatewayFields.preferences(body));
    }

    /** A text, or an array of one text; several prompts would be several conversations. */
    private static String prompt(RequestField prompt) {
        if (prompt.required().value().kind() != Kind.ARRAY) {
            if (prompt.value().kind() != Kind.STRING) {
                throw prompt.mustBe("a string");
            }
            return prompt.string().orElseThrow();
        }
        if (prompt.items().size() != 1) {
            throw prompt.wrong("must hold exactly one text: send a request for each");
        }
        return prompt.items().get(0).required().string().orElseThrow();
    }

    private static void checkBestOf(RequestField count) {
        if (count.whole(1).value().integer().orElse(1) != 1) {
            throw count.wrong("must be 1: models that chat give no answers to choose from; n gives several");
        }
    }

    private static void checkSuffix(RequestField suffix) {
        if (suffix.string().filter(text -> !text.isEmpty()).isPresent()) {
            throw suffix.wrong("cannot be told to models that chat: put what is to follow into the prompt");
        }
    }

    /** What the answer begins with: the prompt, if the client wants it repeated. */
    static String echoed(JsonView body) {
        return body.get("echo").isTrue() ? text(body.get("prompt")) : "";
    }

    private static String text(JsonView prompt) {
        return prompt.string().orElseGet(() -> prompt.items().get(0).string().orElseThrow());
    }

    /** The prompt becomes the one message; every other byte is as it came. */
    static ChatRequest canonical(ChatRequest request) {
        var body = request.body();
        var edit = new JsonEdit(body).remove("prompt").remove("echo").remove("best_of").remove("suffix")
            .remove("logprobs");
        edit.set(body, "messages", messages(text(body.get("prompt"))));
        var logprobs = body.get("logprobs").integer();
        if (logprobs.isPresent()) {
            edit.set(body, "logprobs", new JsonPrimitive(true));
            edit.set(body, "top_logprobs", new JsonPrimitive(logprobs.getAsLong()));
        }
        return request.in(Form.OPENAI_CHAT, JsonView.parse(edit.toBytes()));
    }

    private static JsonArray messages(String prompt) {
        var message = new JsonObject();
        message.addProperty("role", "user");
        message.addProperty("content", prompt);
        var messages = new JsonArray();
        messages.add(message);
        return messages;
    }
}
