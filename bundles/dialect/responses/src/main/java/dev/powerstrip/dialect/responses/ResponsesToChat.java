package dev.powerstrip.dialect.responses;

import static dev.powerstrip.dialect.responses.Typed.copy;

import com.google.gson.JsonObject;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.Vocabulary;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonView;
import java.util.List;

/**
 * Says a Responses request in the canonical form. What that form cannot say of the conversation or the tools travels as a
 * labelled part; settings that no other provider has ({@code truncation}, {@code max_tool_calls}) are left out.
 */
final class ResponsesToChat {

    private static final List<String> SAME_IN_BOTH = List.of("stream", "temperature", "top_p", "top_k",
        "frequency_penalty", "presence_penalty", "parallel_tool_calls", "user", "safety_identifier", "service_tier",
        "prompt_cache_key", "reasoning", "cache_control", "session_id", "modalities", "image_config");

    /** What is about the store is the gateway's own. */
    private static final Vocabulary WORDS = Vocabulary.of("store,previous_response_id,background,include,instructions",
        "input,max_output_tokens,temperature,top_p,top_k,frequency_penalty,presence_penalty,parallel_tool_calls",
        "user,safety_identifier,service_tier,prompt_cache_key,reasoning,cache_control,modalities,image_config",
        "metadata,top_logprobs,tools,tool_choice", "text.verbosity,format");

    private ResponsesToChat() {}

    static ChatRequest canonical(ChatRequest request) {
        WORDS.compare(request);
        return request.in(Form.OPENAI_CHAT, chat(request.body()));
    }

    private static JsonObject chat(JsonView body) {
        var chat = new JsonObject();
        copy(body, "model", chat, "model");
        chat.add("messages", Conversation.of(body));
        copy(body, "max_output_tokens", chat, "max_tokens");
        SAME_IN_BOTH.forEach(name -> copy(body, name, chat, name));
        Tools.add(body, chat);
        addLogprobs(body, chat);
        addText(body.get("text"), chat);
        return chat;
    }

    private static void addLogprobs(JsonView body, JsonObject chat) {
        boolean included = body.get("include").items().stream()
            .anyMatch(name -> name.string().filter("message.output_text.logprobs"::equals).isPresent());
        if (included || body.get("top_logprobs").integer().orElse(0) > 0) {
            chat.addProperty("logprobs", true);
            copy(body, "top_logprobs", chat, "top_logprobs");
        }
    }

    private static void addText(JsonView text, JsonObject chat) {
        copy(text, "verbosity", chat, "verbosity");
        var format = text.get("format");
        switch (Typed.type(format)) {
            case "json_object" -> chat.add("response_format", Typed.of("json_object"));
            case "json_schema" -> {
                var schema = new JsonObject();
                List.of("name", "description", "schema", "strict").forEach(name -> copy(format, name, schema, name));
                var said = Typed.of("json_schema");
                said.add("json_schema", schema);
                chat.add("response_format", said);
            }
            default -> {}
        }
    }
}
