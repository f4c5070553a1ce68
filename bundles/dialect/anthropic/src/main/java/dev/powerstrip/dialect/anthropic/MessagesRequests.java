package dev.powerstrip.dialect.anthropic;

import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.CountRequest;
import dev.powerstrip.sdk.dialect.GatewayFields;
import dev.powerstrip.sdk.dialect.RequestField;
import dev.powerstrip.sdk.dialect.Shape;
import dev.powerstrip.sdk.form.Form;
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

    private static final Shape SYSTEM = Shape.either("a string or an array of text blocks", Shape.string(),
        Shape.list(Shape.object()
            .needs("type", Shape.oneOf("text"), "Always text.")
            .needs("text", Shape.string(), "The text.")));
    private static final Shape BLOCK = Shape.object()
        .needs("type", Shape.text(), "text, image, document, thinking, tool_use, tool_result or their like.")
        .with("text", Shape.string(), "The text.")
        .with("source", Shape.any(), "Where an image or a document is, or its bytes.")
        .with("is_error", Shape.flag(), "Whether a tool failed.")
        .and(MessagesRequests::checkBlock);
    private static final Shape CONTENT
        = Shape.either("a string or an array of blocks", Shape.string(), Shape.list(BLOCK));
    private static final Shape MESSAGE = Shape.object()
        .needs("role", Shape.oneOf("user", "assistant", "system"), "Who says it.")
        .needs("content", CONTENT, "What is said.");
    private static final Shape TOOL = Shape.object()
        .with("type", Shape.text(), "custom, or one of Anthropic's own.")
        .with("name", Shape.text(), "What it is called.")
        .with("input_schema", Shape.object(), "Its input, a JSON Schema.")
        .and(MessagesRequests::checkTool);
    private static final Shape CHOICE = Shape.object()
        .needs("type", Shape.oneOf("auto", "any", "tool", "none"), "Whether the model may, must, or must not.")
        .with("name", Shape.text(), "Which tool it must call.")
        .with("disable_parallel_tool_use", Shape.flag(), "Whether it may call only one at once.")
        .and(MessagesRequests::checkChoice);
    private static final Shape THINKING = Shape.object()
        .needs("type", Shape.oneOf("enabled", "disabled", "adaptive"), "Whether to think.")
        .with("budget_tokens", Shape.any(), "How many tokens to think at most, where it is enabled.")
        .and(MessagesRequests::checkThinking);
    private static final Shape FALLBACK = Shape.object().needs("model", Shape.text(), "The model to try.")
        .and(MessagesRequests::checkFallback);

    /** What is counted, and a part of what is answered. */
    static final Shape PROMPT = GatewayFields.fields()
        .with("fallbacks", Shape.list(FALLBACK), "Another word for models; at most %d.".formatted(MAX_FALLBACKS))
        .with("system", SYSTEM, "What the model is to keep to.")
        .needs("messages", Shape.list(MESSAGE, "message"), "The conversation so far.")
        .with("tools", Shape.list(TOOL), "What the model may call.")
        .with("tool_choice", CHOICE, "Whether it may, must, or must not.")
        .with("thinking", THINKING, "How to think.");

    static final Shape FIELDS = PROMPT
        .needs("max_tokens", Shape.whole(1), "How many tokens to write at most.")
        .with("stream", Shape.flag(), "Whether the answer comes piece by piece, as server-sent events.")
        .with("temperature", Shape.number(0, 1), "How freely to choose among likely tokens.")
        .with("top_p", Shape.number(0, 1), "Choose among the likeliest tokens that make up this share.")
        .with("top_k", Shape.whole(0), "Choose among so many of the likeliest tokens.")
        .with("stop_sequences", Shape.list(Shape.string()), "Where to end.")
        .with("metadata", Shape.object().with("user_id", Shape.string(), "Who of the client's users asks."),
            "What the upstream may know of the request.")
        .with("service_tier", Shape.string(), "How fast and how dear the upstream is to be.")
        .with("cache_control", Shape.object(), "What the upstream is to remember for the next request.")
        .with("output_config", Shape.object().with("effort", Shape.string(), "How hard to try.")
            .with("format", Shape.object(), "What the answer has to look like."), "How to say it.")
        .named("MessageRequest");

    private MessagesRequests() {}

    static ChatRequest read(byte[] json) {
        var body = RequestField.body(json);
        var models = models(body);
        FIELDS.check(body);
        return new ChatRequest(Form.ANTHROPIC_MESSAGES, body.value(), models, body.get("stream").flag(),
            GatewayFields.preferences(body));
    }

    /** A request of which only the tokens are to be counted: the same without what belongs to an answer. */
    static CountRequest readToCount(byte[] json) {
        var body = RequestField.body(json);
        var models = models(body);
        PROMPT.check(body);
        return new CountRequest(Form.ANTHROPIC_MESSAGES, body.value(), models, GatewayFields.preferences(body));
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
        for (var fallback : fallbacks) {
            FALLBACK.check(fallback.required());
            models.add(fallback.get("model").text().orElseThrow());
        }
        return models.stream().distinct().toList();
    }

    private static void checkFallback(RequestField fallback) {
        if (!fallback.value().fields().keySet().equals(Set.of("model"))) {
            throw fallback.wrong("must hold \"model\" and nothing else");
        }
    }

    private static void checkBlock(RequestField block) {
        switch (block.get("type").text().orElseThrow()) {
            case "text" -> block.get("text").required();
            case "image", "document" -> block.get("source").required().object();
            case "tool_use" -> {
                block.get("id").required().text();
                block.get("name").required().text();
                block.get("input").required().object();
            }
            case "tool_result" -> {
                block.get("tool_use_id").required().text();
                CONTENT.check(block.get("content"));
            }
            default -> {}
        }
    }

    private static void checkTool(RequestField tool) {
        var type = tool.get("type");
        var name = type.text().orElse("custom");
        if (name.startsWith("openrouter:")) {
            throw type.wrong("asks for a server tool, which this gateway does not have yet: remove it");
        }
        if (name.equals("custom")) {
            tool.get("name").required();
            tool.get("input_schema").required();
        }
    }

    private static void checkChoice(RequestField choice) {
        if (choice.get("type").string().filter("tool"::equals).isPresent()) {
            choice.get("name").required();
        }
    }

    private static void checkThinking(RequestField thinking) {
        if (thinking.get("type").string().filter("enabled"::equals).isPresent()) {
            thinking.get("budget_tokens").required().whole(LEAST_THINKING);
        }
    }
}
