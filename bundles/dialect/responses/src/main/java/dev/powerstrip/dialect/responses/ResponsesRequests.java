package dev.powerstrip.dialect.responses;

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
 * Reads Responses requests: the fields whose type and range are sure are checked, any other field is the upstream's to
 * judge and passes through.
 */
final class ResponsesRequests {

    private static final List<String> ROLES = List.of("user", "assistant", "system", "developer");
    /** What is checked of each field that is sure, by its name. */
    private static final Map<String, Consumer<RequestField>> CHECKS = new HashMap<>();

    static {
        CHECKS.put("tools", tools -> tools.items().forEach(ResponsesRequests::checkTool));
        CHECKS.put("tool_choice", ResponsesRequests::checkToolChoice);
        CHECKS.put("max_output_tokens", limit -> limit.whole(1));
        CHECKS.put("max_tool_calls", limit -> limit.whole(1));
        CHECKS.put("temperature", number -> number.number(0, 2));
        CHECKS.put("top_p", number -> number.number(0, 1));
        CHECKS.put("top_k", number -> number.whole(0));
        CHECKS.put("top_logprobs", number -> number.whole(0, 20));
        CHECKS.put("frequency_penalty", number -> number.number(-2, 2));
        CHECKS.put("presence_penalty", number -> number.number(-2, 2));
        CHECKS.put("text", ResponsesRequests::checkText);
        CHECKS.put("include", RequestField::texts);
        CHECKS.put("truncation", truncation -> truncation.oneOf(List.of("auto", "disabled")));
        for (var flag : List.of("store", "parallel_tool_calls")) {
            CHECKS.put(flag, RequestField::flag);
        }
        for (var object : List.of("metadata", "stream_options", "cache_control", "prompt_cache_options")) {
            CHECKS.put(object, RequestField::object);
        }
        for (var text : List.of("instructions", "user", "safety_identifier", "service_tier", "prompt_cache_key",
            "previous_response_id", "route")) {
            CHECKS.put(text, RequestField::string);
        }
        CHECKS.put("reasoning", reasoning -> {
            reasoning.object().get("effort").string();
            reasoning.get("summary").string();
            reasoning.get("max_tokens").whole(1);
        });
        for (var name : List.of("conversation", "prompt")) {
            CHECKS.put(name, ResponsesRequests::refuse);
        }
    }

    private ResponsesRequests() {}

    static ChatRequest read(byte[] json) {
        var body = RequestField.body(json);
        var models = GatewayFields.models(body);
        GatewayFields.refuseUnsupported(body);
        checkInput(body.get("input").required());
        checkBackground(body);
        body.value().names().forEach(name -> CHECKS.getOrDefault(name, any -> {}).accept(body.get(name)));
        return new ChatRequest(Form.OPENAI_RESPONSES, body.value(), models, body.get("stream").flag(),
            GatewayFields.preferences(body));
    }

    private static void checkBackground(RequestField body) {
        var background = body.get("background");
        boolean runs = background.flag();
        if (runs && body.get("stream").flag()) {
            throw background
                .wrong("and stream cannot both be true: ask for the response by its id, or take the stream");
        }
        if (runs && body.get("store").given() && !body.get("store").flag()) {
            throw background.wrong("needs the response to be stored: leave store out");
        }
    }

    private static void refuse(RequestField field) {
        if (field.given()) {
            throw field.wrong("is not supported by this gateway: send the items themselves, or previous_response_id");
        }
    }

    private static void checkInput(RequestField input) {
        if (input.value().kind() == Kind.STRING) {
            return;
        }
        if (input.value().kind() != Kind.ARRAY) {
            throw input.mustBe("a string or an array of items");
        }
        if (input.items().isEmpty()) {
            throw input.wrong("must hold at least one item");
        }
        input.items().forEach(ResponsesRequests::checkItem);
    }

    private static void checkItem(RequestField item) {
        switch (item.object().get("type").text().orElse("message")) {
            case "message" -> {
                item.get("role").required().oneOf(ROLES);
                checkContent(item.get("content").required());
            }
            case "function_call" -> {
                item.get("call_id").required().text();
                item.get("name").required().text();
                item.get("arguments").required().string();
            }
            case "custom_tool_call" -> {
                item.get("call_id").required().text();
                item.get("name").required().text();
                item.get("input").required().string();
            }
            case "function_call_output", "custom_tool_call_output" -> {
                item.get("call_id").required().text();
                checkContent(item.get("output").required());
            }
            case "reasoning" -> {
                item.get("summary").items().forEach(part -> part.object().get("text").string());
                item.get("content").items().forEach(part -> part.object().get("text").string());
                item.get("encrypted_content").string();
            }
            case "item_reference" -> throw item.get("type").wrong(
                "names an item that is kept elsewhere: send the item itself, or previous_response_id");
            default -> {}
        }
    }

    private static void checkContent(RequestField content) {
        if (content.value().kind() == Kind.ARRAY) {
            content.items().forEach(ResponsesRequests::checkPart);
        } else if (content.value().kind() != Kind.STRING) {
            throw content.mustBe("a string or an array of parts");
        }
    }

    private static void checkPart(RequestField part) {
        switch (part.object().get("type").required().text().orElseThrow()) {
            case "input_text", "output_text", "text" -> part.get("text").required().string();
            case "refusal" -> part.get("refusal").required().string();
            case "input_image" -> {
                part.get("image_url").string();
                part.get("detail").string();
            }
            case "input_file" -> {
                part.get("file_data").string();
                part.get("file_url").string();
                part.get("filename").string();
            }
            default -> {}
        }
    }

    private static void checkTool(RequestField tool) {
        var type = tool.object().get("type").required();
        var name = type.text().orElseThrow();
        if (name.startsWith("openrouter:")) {
            throw type.wrong("asks for a server tool, which this gateway does not have yet: remove it");
        }
        if (name.equals("function") || name.equals("custom")) {
            tool.get("name").required().text();
            tool.get("description").string();
            tool.get("parameters").object();
            tool.get("format").object();
        }
    }

    private static void checkToolChoice(RequestField choice) {
        if (choice.value().kind() == Kind.OBJECT) {
            var type = choice.get("type").required().text().orElseThrow();
            if (type.equals("function") || type.equals("custom")) {
                choice.get("name").required().text();
            }
            if (type.equals("allowed_tools")) {
                choice.get("mode").oneOf(List.of("auto", "required"));
                choice.get("tools").required().items().forEach(RequestField::object);
            }
        } else if (choice.given() && choice.value().kind() != Kind.STRING) {
            throw choice.mustBe("a string or an object");
        } else {
            choice.oneOf(List.of("none", "auto", "required"));
        }
    }

    private static void checkText(RequestField text) {
        text.object().get("verbosity").string();
        var format = text.get("format").object();
        if (format.given() && format.get("type").required().text().filter("json_schema"::equals).isPresent()) {
            format.get("name").required().text();
            format.get("schema").required().object();
        }
    }
}
