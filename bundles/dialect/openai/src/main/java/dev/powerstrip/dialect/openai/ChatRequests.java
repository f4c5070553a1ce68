package dev.powerstrip.dialect.openai;

import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.dialect.GatewayFields;
import dev.powerstrip.sdk.dialect.RequestField;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonView.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads chat completion requests: the fields whose type and range are sure are checked, any other field is the
 * upstream's to judge and passes through.
 */
final class ChatRequests {

    private static final List<String> ROLES = List.of("system", "developer", "user", "assistant", "tool", "function");
    /** What is checked of each field that is sure, by its name. */
    private static final Map<String, Consumer<RequestField>> CHECKS = new HashMap<>();

    static {
        CHECKS.put("tools", tools -> tools.items().forEach(ChatRequests::checkTool));
        CHECKS.put("tool_choice", ChatRequests::checkToolChoice);
        CHECKS.put("max_tokens", limit -> limit.whole(1));
        CHECKS.put("max_completion_tokens", limit -> limit.whole(1));
        CHECKS.put("temperature", number -> number.number(0, 2));
        CHECKS.put("top_p", number -> number.number(0, 1));
        CHECKS.put("top_k", number -> number.whole(0));
        CHECKS.put("min_p", number -> number.number(0, 1));
        CHECKS.put("top_a", number -> number.number(0, 1));
        CHECKS.put("frequency_penalty", number -> number.number(-2, 2));
        CHECKS.put("presence_penalty", number -> number.number(-2, 2));
        CHECKS.put("repetition_penalty", number -> number.number(0, 2));
        CHECKS.put("top_logprobs", number -> number.whole(0, 20));
        CHECKS.put("seed", number -> number.whole(Long.MIN_VALUE));
        CHECKS.put("n", number -> number.whole(1));
        for (var flag : List.of("logprobs", "parallel_tool_calls", "include_reasoning", "structured_outputs")) {
            CHECKS.put(flag, RequestField::flag);
        }
        for (var object : List.of("logit_bias", "metadata", "audio", "prediction", "reasoning", "image_config",
            "cache_control", "web_search_options", "usage")) {
            CHECKS.put(object, RequestField::object);
        }
        for (var text : List.of("user", "reasoning_effort", "verbosity", "service_tier", "route",
            "prompt_cache_key")) {
            CHECKS.put(text, RequestField::string);
        }
        CHECKS.put("modalities", RequestField::texts);
        CHECKS.put("stream_options", options -> options.object().get("include_usage").flag());
        CHECKS.put("stop", ChatRequests::checkStop);
        CHECKS.put("response_format", ChatRequests::checkFormat);
    }

    private ChatRequests() {}

    static ChatRequest read(byte[] json) {
        var body = RequestField.body(json);
        var models = GatewayFields.models(body);
        GatewayFields.refuseUnsupported(body);
        checkMessages(body.get("messages"));
        body.value().names().forEach(name -> CHECKS.getOrDefault(name, any -> {}).accept(body.get(name)));
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

    private static void checkFormat(RequestField format) {
        if (format.object().given() && format.get("type").required().text().filter("json_schema"::equals).isPresent()) {
            format.get("json_schema").required().object();
        }
    }

    private static void checkStop(RequestField stop) {
        if (stop.value().kind() == Kind.ARRAY) {
            stop.items().forEach(item -> item.required().string());
        } else if (stop.given() && stop.value().kind() != Kind.STRING) {
            throw stop.mustBe("a string or an array of strings");
        }
    }
}
