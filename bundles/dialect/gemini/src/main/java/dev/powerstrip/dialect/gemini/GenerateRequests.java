package dev.powerstrip.dialect.gemini;

import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.CountRequest;
import dev.powerstrip.sdk.dialect.GatewayFields;
import dev.powerstrip.sdk.dialect.RequestField;
import dev.powerstrip.sdk.dialect.Shape;
import dev.powerstrip.sdk.form.Form;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Reads generateContent requests: the fields whose type is sure are checked, any other field is the upstream's to judge and
 * passes through.
 */
final class GenerateRequests {

    private static final Shape PART = Shape.object()
        .with("text", Shape.string(), "A text.")
        .with("thought", Shape.flag(), "Whether the model thought it.")
        .with("thoughtSignature", Shape.string(), "What the model wants back with it.")
        .with("inlineData", Shape.object()
            .needs("mimeType", Shape.text(), "What it is.")
            .needs("data", Shape.string(), "The bytes in base64.").alsoSpelt(Names::snake), "An image, sound or file.")
        .with("fileData", Shape.object()
            .needs("fileUri", Shape.text(), "Where it is.").alsoSpelt(Names::snake), "The same, kept elsewhere.")
        .with("functionCall", Shape.object()
            .needs("name", Shape.text(), "The function's name.")
            .with("args", Shape.object(), "Its arguments."), "What the model calls.")
        .with("functionResponse", Shape.object()
            .needs("name", Shape.text(), "The function's name.")
            .needs("response", Shape.object(), "What came of it."), "The answer to a call.")
        .alsoSpelt(Names::snake);
    private static final Shape SAID = Shape.object()
        .with("parts", Shape.list(PART), "The parts of what is said.");
    private static final Shape CONTENT = SAID
        .with("role", Shape.oneOf("user", "model", "function"), "Who says it.");
    private static final Shape TOOL = Shape.object()
        .with("functionDeclarations", Shape.list(Shape.object()
            .needs("name", Shape.text(), "What it is called.")
            .with("parameters", Shape.object(), "Its parameters, in Google's schema.")
            .with("parametersJsonSchema", Shape.object(), "The same as JSON Schema.")
            .alsoSpelt(Names::snake)), "What the model may call.")
        .alsoSpelt(Names::snake);
    private static final Shape TOOL_CONFIG = Shape.object()
        .with("functionCallingConfig", Shape.object()
            .with("mode", Shape.oneOf("AUTO", "ANY", "NONE", "VALIDATED", "MODE_UNSPECIFIED"),
                "Whether it may, must, or must not.")
            .with("allowedFunctionNames", Shape.list(Shape.text()), "What it may call of all that.")
            .alsoSpelt(Names::snake), "How functions are called.")
        .alsoSpelt(Names::snake);
    private static final Shape CONFIG = Shape.object()
        .with("temperature", Shape.number(0, 2), "How freely to choose among likely tokens.")
        .with("topP", Shape.number(0, 1), "Choose among the likeliest tokens that make up this share.")
        .with("topK", Shape.number(0, Integer.MAX_VALUE), "Choose among so many of the likeliest tokens.")
        .with("maxOutputTokens", Shape.whole(1), "How many tokens to write at most.")
        .with("candidateCount", Shape.whole(1), "How many answers to give.")
        .with("stopSequences", Shape.list(Shape.string()), "Where to end.")
        .with("seed", Shape.whole(), "Answer the same way for the same number, as far as the model can.")
        .with("responseMimeType", Shape.string(), "text/plain or application/json.")
        .with("responseSchema", Shape.object(), "What JSON has to look like, in Google's schema.")
        .with("responseJsonSchema", Shape.object(), "The same as JSON Schema.")
        .with("responseModalities", Shape.list(Shape.text()), "What the answer may be made of: TEXT, IMAGE.")
        .with("thinkingConfig", Shape.object()
            .with("includeThoughts", Shape.flag(), "Whether to tell the thoughts.")
            .with("thinkingBudget", Shape.whole(-1), "How many tokens to think at most; -1 is as many as it takes.")
            .with("thinkingLevel", Shape.string(), "How hard to think.").alsoSpelt(Names::snake), "How to think.")
        .alsoSpelt(Names::snake);

    static final Shape FIELDS = fields()
        .needs("contents", Shape.list(CONTENT, "content"), "The conversation so far.")
        .named("GenerateContentRequest");
    static final Shape TO_COUNT = fields()
        .with("contents", Shape.list(CONTENT, "content"), "The conversation so far.")
        .with("generateContentRequest", Shape.object(), "The same within the request that would be asked.")
        .named("CountTokensOfContentRequest");

    private GenerateRequests() {}

    private static Shape fields() {
        return GatewayFields.fields()
            .with("systemInstruction", SAID, "What the model is to keep to.")
            .with("tools", Shape.list(TOOL), "What the model may call.")
            .with("toolConfig", TOOL_CONFIG, "How it calls.")
            .with("generationConfig", CONFIG, "How to answer.")
            .alsoSpelt(Names::snake);
    }

    static ChatRequest read(String model, boolean streamed, byte[] json) {
        var body = RequestField.body(json);
        FIELDS.check(body);
        return new ChatRequest(Form.GEMINI_GENERATE, body.value(), models(model, body), streamed,
            GatewayFields.preferences(body));
    }

    /** A request of which only the tokens are to be counted: its contents, or the whole of it as it would be asked. */
    static CountRequest readToCount(String model, byte[] json) {
        var body = RequestField.body(json);
        var wrapped = Names.get(body, "generateContentRequest").object();
        var asked = wrapped.given() ? RequestField.body(wrapped.value().toBytes()) : body;
        FIELDS.check(asked);
        return new CountRequest(Form.GEMINI_GENERATE, asked.value(), models(model, body),
            GatewayFields.preferences(body));
    }

    /** The path's, then those that our own field {@code models} names. */
    static List<String> models(String model, RequestField body) {
        var models = new LinkedHashSet<String>();
        models.add(model);
        models.addAll(body.get("models").texts());
        return List.copyOf(models);
    }
}
