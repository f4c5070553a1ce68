package dev.powerstrip.dialect.gemini;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.Vocabulary;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonView;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Says a generateContent request in the canonical form. What that form cannot say of the conversation, the tools or the
 * settings travels as a labelled part.
 */
final class GenerateToChat {

    /** Settings of Google's that no other provider has. */
    private static final List<String> OWN_SETTINGS = List.of("safetySettings", "labels");

    private static final Vocabulary WORDS
        = Vocabulary.of("safetySettings,labels,cachedContent,cached_content,user,tools",
            "contents,systemInstruction,system_instruction", "toolConfig.functionCallingConfig,function_calling_config",
            "tool_config.functionCallingConfig,function_calling_config", below("generationConfig"),
            below("generation_config"));

    private GenerateToChat() {}

    private static String below(String config) {
        return config + "."
            + Stream.of("maxOutputTokens", "temperature", "topP", "topK", "candidateCount", "stopSequences",
                "seed", "presencePenalty", "frequencyPenalty", "responseLogprobs", "logprobs", "thinkingConfig",
                "responseMimeType", "responseJsonSchema", "responseSchema", "responseModalities", "imageConfig")
                .flatMap(name -> Stream.of(name, Names.snake(name))).collect(Collectors.joining(","))
            + ",_responseJsonSchema";
    }

    static ChatRequest canonical(ChatRequest request) {
        WORDS.compare(request);
        return request.in(Form.OPENAI_CHAT, chat(request));
    }

    private static JsonObject chat(ChatRequest request) {
        var body = request.body();
        if (Names.get(body, "cachedContent").hasValue()) {
            throw new GatewayException(ErrorType.INVALID_REQUEST,
                "cachedContent names what only Google keeps, and %s is not served by Google here: send the contents themselves"
                    .formatted(request.models().get(0)));
        }
        var chat = new JsonObject();
        chat.addProperty("model", request.models().get(0));
        chat.add("messages", Conversation.of(body));
        if (request.streamed()) {
            chat.addProperty("stream", true);
        }
        Config.add(Names.get(body, "generationConfig"), chat);
        Tools.add(body, chat);
        copy(body, "session_id", chat, "session_id");
        copy(body, "user", chat, "user");
        addOwnSettings(body, chat);
        return chat;
    }

    private static void addOwnSettings(JsonView body, JsonObject chat) {
        var own = new JsonObject();
        OWN_SETTINGS.forEach(name -> copy(body, name, own, name));
        if (!own.isEmpty()) {
            chat.add("native", labelled(own));
        }
    }

    /** Copies a field with its number forms, if it is given. */
    static void copy(JsonView from, String name, JsonObject to, String as) {
        var value = Names.get(from, name);
        if (value.hasValue()) {
            to.add(as, value.tree());
        }
    }

    /** What the canonical form has no words for: only a translator of this form puts it back, others drop it. */
    static JsonObject labelled(JsonElement value) {
        var part = typed("native");
        part.addProperty("form", Form.GEMINI_GENERATE.name());
        part.add("value", value);
        return part;
    }

    static JsonObject typed(String type) {
        return of("type", new JsonPrimitive(type));
    }

    static JsonObject typed(String type, String name, String value) {
        var object = typed(type);
        object.addProperty(name, value);
        return object;
    }

    static JsonObject of(String name, JsonElement value) {
        var object = new JsonObject();
        object.add(name, value);
        return object;
    }
}
