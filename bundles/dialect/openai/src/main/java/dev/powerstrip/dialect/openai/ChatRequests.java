package dev.powerstrip.dialect.openai;

import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.dialect.GatewayFields;
import dev.powerstrip.sdk.dialect.RequestField;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonView.Kind;
import java.util.List;

/**
 * Reads chat completion requests: the fields whose type and range are sure are checked, any other field is the
 * upstream's to judge and passes through.
 */
final class ChatRequests {

    private static final List<String> ROLES = List.of("system", "developer", "user", "assistant", "tool", "function");
    private static final List<String> FLAGS = List.of("logprobs", "parallel_tool_calls", "include_reasoning",
        "structured_outputs");
    private static final List<String> OBJECTS = List.of("logit_bias", "metadata", "audio", "prediction", "reasoning",
        "image_config", "cache_control", "web_search_options", "usage");
    private static final List<String> STRINGS
        = List.of("user", "reasoning_effort", "verbosity", "service_tier", "route",
            "prompt_cache_key");

    private ChatRequests() {}

    static ChatRequest read(byte[] json) {
        var body = RequestField.body(json);
        var models = GatewayFields.models(body);
        GatewayFields.refuseUnsupported(body);
        checkMessages(body.get("messages"));
        checkTools(body);
        checkNumbers(body);
        checkTheRest(body);
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

    private static void checkTools(RequestField body) {
        body.get("tools").items().forEach(ChatRequests::checkTool);
        var choice = body.get("tool_choice");
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

    private static void checkNumbers(RequestField body) {
        body.get("max_tokens").whole(1);
        body.get("max_completion_tokens").whole(1);
        body.get("temperature").number(0, 2);
        body.get("top_p").number(0, 1);
        body.get("top_k").whole(0);
        body.get("min_p").number(0, 1);
        body.get("top_a").number(0, 1);
        body.get("frequency_penalty").number(-2, 2);
        body.get("presence_penalty").number(-2, 2);
        body.get("repetition_penalty").number(0, 2);
        body.get("top_logprobs").whole(0, 20);
        body.get("seed").whole(Long.MIN_VALUE);
        body.get("n").whole(1);
    }

    private static void checkTheRest(RequestField body) {
        FLAGS.forEach(name -> body.get(name).flag());
        OBJECTS.forEach(name -> body.get(name).object());
        STRINGS.forEach(name -> body.get(name).string());
        body.get("modalities").texts();
        body.get("stream_options").object().get("include_usage").flag();
        checkStop(body.get("stop"));
        var format = body.get("response_format").object();
        if (format.given() && format.get("type").required().text().filter("json_schema"::equals).isPresent()) {
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
