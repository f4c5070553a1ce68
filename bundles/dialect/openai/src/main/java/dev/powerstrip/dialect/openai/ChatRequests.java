package dev.powerstrip.dialect.openai;

import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.dialect.GatewayFields;
import dev.powerstrip.sdk.dialect.RequestField;
import dev.powerstrip.sdk.dialect.Shape;
import dev.powerstrip.sdk.form.Form;

/**
 * Reads chat completion requests: the fields whose type and range are sure are checked, any other field is the
 * upstream's to judge and passes through.
 */
final class ChatRequests {

    private static final int MOST_TOOL_CALLS = 30;
    private static final Shape CONTENT = Shape.either("a string or an array of parts", Shape.string(),
        Shape.list(Shape.object().needs("type", Shape.text(), "text, image_url, input_audio, file or their like.")));
    private static final Shape CALL = Shape.object()
        .with("id", Shape.string(), "Which call it is.")
        .with("function", Shape.object()
            .with("name", Shape.text(), "The function's name.")
            .with("arguments", Shape.string(), "Its arguments, as JSON in a string."), "What is called.");
    private static final Shape MESSAGE = Shape.object()
        .needs("role", Shape.oneOf("system", "developer", "user", "assistant", "tool", "function"), "Who says it.")
        .with("content", CONTENT, "What is said.")
        .with("tool_calls", Shape.list(CALL), "What the assistant called.")
        .with("tool_call_id", Shape.text(), "Which call a tool answers.")
        .and(ChatRequests::checkMessage);
    private static final Shape TOOL = Shape.object()
        .needs("type", Shape.text(), "function.")
        .with("function", Shape.object(), "Its name, description and parameters, a JSON Schema.")
        .and(ChatRequests::checkTool);
    private static final Shape CHOICE = Shape.either("a string or an object", Shape.oneOf("none", "auto", "required"),
        Shape.object().needs("type", Shape.text(), "function."));

    static final Shape FIELDS = SharedFields.with(GatewayFields.fieldsAndEcho())
        .needs("messages", Shape.list(MESSAGE, "message"), "The conversation so far.")
        .with("tools", Shape.list(TOOL), "What the model may call.")
        .with("tool_choice", CHOICE, "Whether it may, must, or must not.")
        .with("parallel_tool_calls", Shape.flag(), "Whether it may call several at once.")
        .with("max_tool_calls", Shape.whole(1, MOST_TOOL_CALLS), "How many at most.")
        .with("stop_server_tools_when",
            Shape.list(Shape.object().needs("type", Shape.text(), "What to look at.")), "When to end calling tools.")
        .with("max_completion_tokens", Shape.whole(1), "The newer word for max_tokens.")
        .with("logprobs", Shape.flag(), "Whether to tell how sure the model was of each token.")
        .with("top_logprobs", Shape.whole(0, 20), "Of how many other tokens, too.")
        .with("modalities", Shape.list(Shape.text()), "What the answer may be made of: text, image, audio.")
        .with("audio", Shape.object(), "How a spoken answer sounds.")
        .with("image_config", Shape.object(), "How an image in the answer looks.")
        .with("prediction", Shape.object(), "What the answer will probably be.")
        .and(ChatRequests::checkEffort)
        .named("ChatCompletionRequest");

    private ChatRequests() {}

    static ChatRequest read(byte[] json) {
        var body = RequestField.body(json);
        var models = GatewayFields.models(body);
        FIELDS.check(body);
        return new ChatRequest(Form.OPENAI_CHAT, body.value(), models, body.get("stream").flag(),
            GatewayFields.preferences(body));
    }

    private static void checkMessage(RequestField message) {
        var role = message.get("role").string().orElse("");
        if (!role.equals("assistant") && !role.equals("function")) {
            message.get("content").required();
        }
        if (role.equals("tool")) {
            message.get("tool_call_id").required();
        }
    }

    private static void checkTool(RequestField tool) {
        var type = tool.get("type");
        if (type.text().filter(name -> name.startsWith("openrouter:")).isPresent()) {
            throw type.wrong("asks for a server tool, which this gateway does not have yet: remove it");
        }
        if (type.text().filter("function"::equals).isPresent()) {
            var function = tool.get("function").required().object();
            function.get("name").required().text();
            function.get("parameters").object();
        }
    }

    /** Two words for one wish: a client that says both has to mean the same. */
    private static void checkEffort(RequestField body) {
        var effort = body.get("reasoning_effort").string();
        var other = body.get("reasoning").get("effort").string();
        if (effort.isPresent() && other.isPresent() && !effort.equals(other)) {
            throw body.get("reasoning_effort").wrong("and reasoning.effort differ: give one of them");
        }
    }
}
