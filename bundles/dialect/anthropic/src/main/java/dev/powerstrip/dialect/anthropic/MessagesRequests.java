package dev.powerstrip.dialect.anthropic;

import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.CountRequest;
import dev.powerstrip.sdk.dialect.GatewayFields;
import dev.powerstrip.sdk.dialect.RequestField;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonView.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads Messages requests: the fields whose type and range are sure are checked, any other field is the upstream's to
 * judge and passes through.
 */
final class MessagesRequests {

    private static final int MAX_FALLBACKS = 3;
    private static final int LEAST_THINKING = 1024;

    private MessagesRequests() {}

    static ChatRequest read(byte[] json) {
        var body = RequestField.body(json);
        var models = models(body);
        GatewayFields.refuseUnsupported(body);
        body.get("max_tokens").required().whole(1);
        checkPrompt(body);
        checkTheRest(body);
        return new ChatRequest(Form.ANTHROPIC_MESSAGES, body.value(), models, body.get("stream").flag(),
            GatewayFields.preferences(body));
    }

    /** A request of which only the tokens are to be counted: the same without what belongs to an answer. */
    static CountRequest readToCount(byte[] json) {
        var body = RequestField.body(json);
        var models = models(body);
        GatewayFields.refuseUnsupported(body);
        checkPrompt(body);
        return new CountRequest(Form.ANTHROPIC_MESSAGES, body.value(), models, GatewayFields.preferences(body));
    }

    private static void checkPrompt(RequestField body) {
        checkSystem(body.get("system"));
        checkMessages(body.get("messages"));
        checkTools(body);
        checkThinking(body);
    }

    /** {@code fallbacks} is OpenRouter's other word for {@code models}. */
    private static List<String> models(RequestField body) {
        var fallbacks = body.get("fallbacks").items();
        if (fallbacks.isEmpty()) {
            return GatewayFields.models(body);
        }
        if (body.get("models").given()) {
            throw body.get("fallbacks").wrong("and models mean the same: give one of them");
        }
        if (fallbacks.size() > MAX_FALLBACKS) {
            throw body.get("fallbacks").wrong("must name at most %d models".formatted(MAX_FALLBACKS));
        }
        var models = new ArrayList<>(GatewayFields.models(body));
        fallbacks.forEach(fallback -> models.add(fallback(fallback)));
        return models.stream().distinct().toList();
    }

    private static String fallback(RequestField fallback) {
        var model = fallback.object().get("model").required();
        if (!fallback.value().fields().keySet().equals(Set.of("model"))) {
            throw fallback.wrong("must hold \"model\" and nothing else");
        }
        return model.text().orElseThrow();
    }

    private static void checkSystem(RequestField system) {
        if (system.value().kind() == Kind.ARRAY) {
            system.items().forEach(MessagesRequests::checkText);
        } else if (system.given() && system.value().kind() != Kind.STRING) {
            throw system.mustBe("a string or an array of text blocks");
        }
    }

    private static void checkText(RequestField block) {
        block.object().get("type").required().oneOf(List.of("text"));
        block.get("text").required().string();
    }

    private static void checkMessages(RequestField messages) {
        var items = messages.required().items();
        if (items.isEmpty()) {
            throw messages.wrong("must hold at least one message");
        }
        items.forEach(MessagesRequests::checkMessage);
    }

    private static void checkMessage(RequestField message) {
        message.object().get("role").required().oneOf(List.of("user", "assistant", "system"));
        checkContent(message.get("content").required());
    }

    private static void checkContent(RequestField content) {
        if (content.value().kind() == Kind.ARRAY) {
            content.items().forEach(MessagesRequests::checkBlock);
        } else if (content.given() && content.value().kind() != Kind.STRING) {
            throw content.mustBe("a string or an array of blocks");
        }
    }

    private static void checkBlock(RequestField block) {
        var type = block.object().get("type").required().text().orElseThrow();
        switch (type) {
            case "text" -> block.get("text").required().string();
            case "image", "document" -> block.get("source").required().object();
            case "tool_use" -> {
                block.get("id").required().text();
                block.get("name").required().text();
                block.get("input").required().object();
            }
            case "tool_result" -> {
                block.get("tool_use_id").required().text();
                block.get("is_error").flag();
                checkContent(block.get("content"));
            }
            default -> {}
        }
    }

    private static void checkTools(RequestField body) {
        body.get("tools").items().forEach(MessagesRequests::checkTool);
        var choice = body.get("tool_choice").object();
        if (!choice.given()) {
            return;
        }
        var type = choice.get("type").required().oneOf(List.of("auto", "any", "tool", "none")).orElseThrow();
        if (type.equals("tool")) {
            choice.get("name").required().text();
        }
        choice.get("disable_parallel_tool_use").flag();
    }

    private static void checkTool(RequestField tool) {
        var type = tool.object().get("type");
        var name = type.text().orElse("custom");
        if (name.startsWith("openrouter:")) {
            throw type.wrong("asks for a server tool, which this gateway does not have yet: remove it");
        }
        if (name.equals("custom")) {
            tool.get("name").required().text();
            tool.get("input_schema").required().object();
        }
    }

    private static void checkThinking(RequestField body) {
        var thinking = body.get("thinking").object();
        if (!thinking.given()) {
            return;
        }
        var type = thinking.get("type").required().oneOf(List.of("enabled", "disabled", "adaptive")).orElseThrow();
        if (type.equals("enabled")) {
            thinking.get("budget_tokens").required().whole(LEAST_THINKING);
        }
    }

    private static void checkTheRest(RequestField body) {
        body.get("temperature").number(0, 1);
        body.get("top_p").number(0, 1);
        body.get("top_k").whole(0);
        body.get("stop_sequences").items().forEach(sequence -> sequence.required().string());
        body.get("metadata").object().get("user_id").string();
        body.get("service_tier").string();
        body.get("cache_control").object();
        var output = body.get("output_config").object();
        output.get("effort").string();
        output.get("format").object();
    }
}
