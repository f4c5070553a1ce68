package dev.powerstrip.dialect.gemini;

import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.CountRequest;
import dev.powerstrip.sdk.dialect.GatewayFields;
import dev.powerstrip.sdk.dialect.RequestField;
import dev.powerstrip.sdk.form.Form;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Reads generateContent requests: the fields whose type is sure are checked, any other field is the upstream's to judge and
 * passes through.
 */
final class GenerateRequests {

    private GenerateRequests() {}

    static ChatRequest read(String model, boolean streamed, byte[] json) {
        var body = RequestField.body(json);
        check(body);
        return new ChatRequest(Form.GEMINI_GENERATE, body.value(), models(model, body), streamed,
            GatewayFields.preferences(body));
    }

    /** A request of which only the tokens are to be counted: its contents, or the whole of it as it would be asked. */
    static CountRequest readToCount(String model, byte[] json) {
        var body = RequestField.body(json);
        var wrapped = Names.get(body, "generateContentRequest").object();
        var asked = wrapped.given() ? RequestField.body(wrapped.value().toBytes()) : body;
        check(asked);
        return new CountRequest(Form.GEMINI_GENERATE, asked.value(), models(model, body),
            GatewayFields.preferences(body));
    }

    private static void check(RequestField body) {
        GatewayFields.refuseUnsupported(body);
        checkContents(body.get("contents"));
        checkParts(Names.get(body, "systemInstruction").object());
        checkTools(body);
        checkConfig(Names.get(body, "generationConfig").object());
    }

    /** The path's, then those that our own field {@code models} names. */
    static List<String> models(String model, RequestField body) {
        var models = new LinkedHashSet<String>();
        models.add(model);
        models.addAll(body.get("models").texts());
        return List.copyOf(models);
    }

    private static void checkContents(RequestField contents) {
        var items = contents.required().items();
        if (items.isEmpty()) {
            throw contents.wrong("must hold at least one content");
        }
        for (var content : items) {
            content.required().object().get("role").oneOf(List.of("user", "model", "function"));
            checkParts(content);
        }
    }

    private static void checkParts(RequestField content) {
        content.get("parts").items().forEach(part -> checkPart(part.required().object()));
    }

    private static void checkPart(RequestField part) {
        part.get("text").string();
        part.get("thought").flag();
        Names.get(part, "thoughtSignature").string();
        var data = Names.get(part, "inlineData").object();
        if (data.given()) {
            Names.get(data, "mimeType").required().text();
            data.get("data").required().string();
        }
        var file = Names.get(part, "fileData").object();
        if (file.given()) {
            Names.get(file, "fileUri").required().text();
        }
        var call = Names.get(part, "functionCall").object();
        if (call.given()) {
            call.get("name").required().text();
            call.get("args").object();
        }
        var result = Names.get(part, "functionResponse").object();
        if (result.given()) {
            result.get("name").required().text();
            result.get("response").required().object();
        }
    }

    private static void checkTools(RequestField body) {
        for (var tool : body.get("tools").items()) {
            for (var function : Names.get(tool.required().object(), "functionDeclarations").items()) {
                function.required().object().get("name").required().text();
                function.get("parameters").object();
                Names.get(function, "parametersJsonSchema").object();
            }
        }
        var config = Names.get(Names.get(body, "toolConfig").object(), "functionCallingConfig").object();
        config.get("mode").oneOf(List.of("AUTO", "ANY", "NONE", "VALIDATED", "MODE_UNSPECIFIED"));
        Names.get(config, "allowedFunctionNames").texts();
    }

    private static void checkConfig(RequestField config) {
        config.get("temperature").number(0, 2);
        Names.get(config, "topP").number(0, 1);
        Names.get(config, "topK").number(0, Integer.MAX_VALUE);
        Names.get(config, "maxOutputTokens").whole(1);
        Names.get(config, "candidateCount").whole(1);
        Names.get(config, "stopSequences").items().forEach(sequence -> sequence.required().string());
        config.get("seed").whole(Long.MIN_VALUE);
        Names.get(config, "responseMimeType").string();
        Names.get(config, "responseSchema").object();
        Names.get(config, "responseJsonSchema").object();
        Names.get(config, "responseModalities").texts();
        var thinking = Names.get(config, "thinkingConfig").object();
        Names.get(thinking, "includeThoughts").flag();
        Names.get(thinking, "thinkingBudget").whole(-1);
        Names.get(thinking, "thinkingLevel").string();
    }
}
