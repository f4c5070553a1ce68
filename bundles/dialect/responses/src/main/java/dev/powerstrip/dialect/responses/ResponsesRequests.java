package dev.powerstrip.dialect.responses;

import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.dialect.GatewayFields;
import dev.powerstrip.sdk.dialect.RequestField;
import dev.powerstrip.sdk.dialect.Shape;
import dev.powerstrip.sdk.form.Form;
import java.util.List;

/**
 * Reads Responses requests: the fields whose type and range are sure are checked, any other field is the upstream's to
 * judge and passes through.
 */
final class ResponsesRequests {

    private static final List<String> ROLES = List.of("user", "assistant", "system", "developer");
    private static final Shape PART = Shape.object()
        .needs("type", Shape.text(), "input_text, output_text, input_image, input_file, refusal or their like.")
        .with("text", Shape.string(), "The text.")
        .with("image_url", Shape.string(), "Where the image is, or the image as a data URL.")
        .with("detail", Shape.string(), "How closely to look at it.")
        .with("file_data", Shape.string(), "The file as a data URL.")
        .with("file_url", Shape.string(), "Where the file is.")
        .with("filename", Shape.string(), "What it is called.")
        .and(ResponsesRequests::checkPart);
    private static final Shape CONTENT
        = Shape.either("a string or an array of parts", Shape.string(), Shape.list(PART));
    private static final Shape ITEM = Shape.object()
        .with("type", Shape.text(), "message, function_call, function_call_output, reasoning or their like.")
        .with("role", Shape.string(), "Who says a message: user, assistant, system or developer.")
        .with("call_id", Shape.text(), "Which call it is, or answers.")
        .and(ResponsesRequests::checkItem);
    private static final Shape TOOL = Shape.object()
        .needs("type", Shape.text(), "function, custom or the upstream's own.")
        .with("name", Shape.text(), "What it is called.")
        .with("description", Shape.string(), "What it is for.")
        .with("parameters", Shape.object(), "A function's parameters, a JSON Schema.")
        .and(ResponsesRequests::checkTool);
    private static final Shape CHOICE = Shape.either("a string or an object", Shape.oneOf("none", "auto", "required"),
        Shape.object().needs("type", Shape.text(), "function, custom or allowed_tools.")
            .and(ResponsesRequests::checkToolChoice));
    private static final Shape FORMAT = Shape.object()
        .needs("type", Shape.text(), "text, json_object or json_schema.")
        .with("name", Shape.text(), "What a schema is called.")
        .with("schema", Shape.object(), "The schema to keep to.")
        .and(ResponsesRequests::checkFormat);
    private static final Shape REASONING = Shape.object()
        .with("effort", Shape.string(), "How hard to think: none, minimal, low, medium, high or xhigh.")
        .with("summary", Shape.string(), "Whether to sum the thoughts up.")
        .with("max_tokens", Shape.whole(1), "How many tokens to think at most.");
    private static final Shape ELSEWHERE = Shape.any().and(ResponsesRequests::refuse);

    static final Shape FIELDS = GatewayFields.fields()
        .needs("input", Shape.either("a string or an array of items", Shape.string(), Shape.list(ITEM, "item")),
            "What is said: a text, or items of the conversation.")
        .with("instructions", Shape.string(), "What the model is to keep to.")
        .with("stream", Shape.flag(), "Whether the answer comes piece by piece, as server-sent events.")
        .with("stream_options", Shape.object(), "How to stream.")
        .with("store", Shape.flag(), "Whether the answer can be asked for again.")
        .with("background", Shape.flag(), "Whether the client does not wait for the answer.")
        .with("previous_response_id", Shape.string(), "The response to go on from.")
        .with("tools", Shape.list(TOOL), "What the model may call.")
        .with("tool_choice", CHOICE, "Whether it may, must, or must not.")
        .with("parallel_tool_calls", Shape.flag(), "Whether it may call several at once.")
        .with("max_tool_calls", Shape.whole(1), "How many at most.")
        .with("max_output_tokens", Shape.whole(1), "How many tokens to write at most.")
        .with("temperature", Shape.number(0, 2), "How freely to choose among likely tokens.")
        .with("top_p", Shape.number(0, 1), "Choose among the likeliest tokens that make up this share.")
        .with("top_k", Shape.whole(0), "Choose among so many of the likeliest tokens.")
        .with("top_logprobs", Shape.whole(0, 20), "Of how many tokens to tell how likely they were.")
        .with("frequency_penalty", Shape.number(-2, 2), "Avoid tokens the more often they were used.")
        .with("presence_penalty", Shape.number(-2, 2), "Avoid tokens that were used.")
        .with("reasoning", REASONING, "How to think.")
        .with("text", Shape.object().with("verbosity", Shape.string(), "How much to say.")
            .with("format", FORMAT, "What the answer has to look like."), "How to say it.")
        .with("include", Shape.list(Shape.text()), "What else to tell, such as reasoning.encrypted_content.")
        .with("truncation", Shape.oneOf("auto", "disabled"), "Whether to leave out what is too long.")
        .with("metadata", Shape.object(), "Texts of the client's own.")
        .with("cache_control", Shape.object(), "What the upstream is to remember for the next request.")
        .with("prompt_cache_key", Shape.string(), "What requests have in common that begin alike.")
        .with("prompt_cache_options", Shape.object(), "How the upstream remembers prompts.")
        .with("user", Shape.string(), "Who of the client's users asks.")
        .with("safety_identifier", Shape.string(), "The same, as the upstream is told.")
        .with("service_tier", Shape.string(), "How fast and how dear the upstream is to be.")
        .with("route", Shape.string(), "OpenRouter's older word for trying several models.")
        .with("conversation", ELSEWHERE, "Not kept by this gateway: send the items.")
        .with("prompt", ELSEWHERE, "Not kept by this gateway: send the items.")
        .and(ResponsesRequests::checkBackground)
        .named("ResponseRequest");

    private ResponsesRequests() {}

    static ChatRequest read(byte[] json) {
        var body = RequestField.body(json);
        var models = GatewayFields.models(body);
        FIELDS.check(body);
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

    private static void checkItem(RequestField item) {
        switch (item.get("type").text().orElse("message")) {
            case "message" -> {
                item.get("role").required().oneOf(ROLES);
                CONTENT.check(item.get("content").required());
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
                CONTENT.check(item.get("output").required());
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

    private static void checkPart(RequestField part) {
        switch (part.get("type").text().orElseThrow()) {
            case "input_text", "output_text", "text" -> part.get("text").required();
            case "refusal" -> part.get("refusal").required().string();
            default -> {}
        }
    }

    private static void checkTool(RequestField tool) {
        var type = tool.get("type");
        var name = type.text().orElseThrow();
        if (name.startsWith("openrouter:")) {
            throw type.wrong("asks for a server tool, which this gateway does not have yet: remove it");
        }
        if (name.equals("function") || name.equals("custom")) {
            tool.get("name").required();
            tool.get("format").object();
        }
    }

    private static void checkToolChoice(RequestField choice) {
        var type = choice.get("type").text().orElseThrow();
        if (type.equals("function") || type.equals("custom")) {
            choice.get("name").required().text();
        }
        if (type.equals("allowed_tools")) {
            choice.get("mode").oneOf(List.of("auto", "required"));
            choice.get("tools").required().items().forEach(RequestField::object);
        }
    }

    private static void checkFormat(RequestField format) {
        if (format.get("type").text().filter("json_schema"::equals).isPresent()) {
            format.get("name").required();
            format.get("schema").required();
        }
    }
}
