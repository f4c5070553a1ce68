package dev.powerstrip.dialect.openai;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.dialect.GatewayFields;
import dev.powerstrip.sdk.dialect.RequestField;
import dev.powerstrip.sdk.dialect.Shape;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonEdit;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.json.JsonView.Kind;

/** Reads text completion requests, the older kind, and says them to models that chat. */
final class CompletionRequests {

    /** No endpoint speaks it, so these requests always meet their model in the canonical form. */
    static final Form FORM = Form.of("openai.completions");

    private static final int MOST_LOGPROBS = 5;

    static final Shape FIELDS = SharedFields.with(GatewayFields.fields())
        .needs("prompt", Shape.either("a string", Shape.string(), Shape.list(Shape.string())),
            "The text to go on with, or an array of one text.")
        .with("logprobs", Shape.whole(0, MOST_LOGPROBS), "Of how many tokens to tell how likely they were.")
        .with("echo", Shape.flag(), "Whether the answer begins with the prompt.")
        .with("best_of", Shape.whole(1).and(CompletionRequests::checkBestOf), "Only 1 can be asked for.")
        .with("suffix", Shape.string().and(CompletionRequests::checkSuffix), "Only an empty one can be asked for.")
        .and(CompletionRequests::checkPrompt)
        .named("CompletionRequest");

    private CompletionRequests() {}

    static ChatRequest read(byte[] json) {
        var body = RequestField.body(json);
        var models = GatewayFields.models(body);
        FIELDS.check(body);
        return new ChatRequest(FORM, body.value(), models, body.get("stream").flag(),
            GatewayFields.preferences(body));
    }

    /** Several prompts would be several conversations. */
    private static void checkPrompt(RequestField body) {
        var prompt = body.get("prompt");
        if (prompt.value().kind() == Kind.ARRAY && prompt.items().size() != 1) {
            throw prompt.wrong("must hold exactly one text: send a request for each");
        }
    }

    private static void checkBestOf(RequestField count) {
        if (count.value().integer().orElse(1) != 1) {
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
        return request.in(Form.OPENAI_CHAT, JsonView.composed(edit.toBytes()));
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
