package dev.powerstrip.dialect.openai;

import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.dialect.GatewayFields;
import dev.powerstrip.sdk.dialect.RequestField;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonView.Kind;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads chat completion requests: the fields whose type and range are sure are checked, any other field is the
 * upstream's to judge and passes through.
 */
final class ChatRequests {

    private static final List<String> ROLES = List.of("system", "developer", "user", "assistant", "tool", "function");
    private static final int MOST_TOOL_CALLS = 30;
    /** What is checked of each field that is sure, by its name. */
    private static final Map<String, Consumer<RequestField>> CHECKS = SharedFields.checks();

    static {
        CHECKS.put("tools", tools -> tools.items().forEach(ChatRequests::checkTool));
        CHECKS.put("tool_choice", ChatRequests::checkToolChoice);
        CHECKS.put("parallel_tool_calls", RequestField::flag);
        CHECKS.put("max_tool_calls", number -> number.whole(1, MOST_TOOL_CALLS));
        CHECKS.put("stop_server_tools_when",
            conditions -> conditions.items().forEach(condition -> condition.object().get("type").required().text()));
        CHECKS.put("max_completion_tokens", limit -> limit.whole(1));
        CHECKS.put("logprobs", RequestField::flag);
        CHECKS.put("top_logprobs", number -> number.whole(0, 20));
        for (var object : List.of("audio", "prediction", "image_config")) {
            CHECKS.put(object, RequestField::object);
        }
        CHECKS.put("modalities", RequestField::texts);
    }

    private ChatRequests() {}

    static ChatRequest read(byte[] json) {
        var body = RequestField.body(json);
        var models = GatewayFields.models(body);
        GatewayFields.refuseUnsupportedButEcho(body);
        checkMessages(body.get("messages"));
        SharedFields.check(body, CHECKS);
        checkEffort(body);
        return new ChatRequest(Form.OPENAI_CHAT, body.value(), models, body.get("stream").flag(),
            GatewayFields.preferences(body));
    }

    private static void checkMessages(RequestField messages) {
        var items = messages.required().items();
        if (items.isEmpty()) {
            throw messages.wrong("must hold at least one message");
        }
        items.forEach(ChatRequests::checkMessage);
    }

    private static void checkMessage(RequestField message) {
        var role = message.object().get("role").required().oneOf(ROLES).orElse("");
        var content = message.get("content");
        checkContent(role.equals("assistant") || role.equals("function") ? content : content.required());
        if (role.equals("tool")) {
            message.get("tool_call_id").required().text();
        }
        message.get("tool_calls").items().forEach(ChatRequests::checkToolCall);
    }

    private static void checkContent(RequestField content) {
        if (content.value().kind() == Kind.ARRAY) {
            content.items().forEach(part -> part.object().get("type").required().text());
        } else if (content.given() && content.value().kind() != Kind.STRING) {
            throw content.mustBe("a string or an array of parts");
        }
    }

    private static void checkToolCall(RequestField call) {
        call.object().get("id").string();
        var function = call.get("function").object();
        function.get("name").text();
        function.get("arguments").string();
    }

    private static void checkToolChoice(RequestField choice) {
        if (choice.value().kind() == Kind.OBJECT) {
            choice.get("type").required().text();
        } else if (choice.given() && choice.value().kind() != Kind.STRING) {
            throw choice.mustBe("a string or an object");
        } else {
            choice.oneOf(List.of("none", "auto", "required"));
        }
    }

    private static void checkTool(RequestField tool) {
        var type = tool.object().get("type").required();
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
