package dev.powerstrip.provider.mistral;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.Vocabulary;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.json.JsonTree;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.provider.Translation;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Says a chat request in Mistral's words, and nothing that it does not know: it refuses every other field. */
final class ChatToMistral implements Translation {

    private static final List<String> SAME = List.of("top_p", "stop", "presence_penalty", "frequency_penalty",
        "parallel_tool_calls", "response_format", "prediction", "metadata", "safe_prompt", "prompt_mode");
    private static final double MOST_TEMPERATURE = 1.5;

    private static final Vocabulary WORDS = Vocabulary.of("top_p,stop,presence_penalty,frequency_penalty",
        "parallel_tool_calls,response_format,prediction,metadata,safe_prompt,prompt_mode,seed,temperature,n",
        "max_tokens,max_completion_tokens,reasoning,reasoning_effort,include_reasoning,tool_choice,native",
        "messages.role,reasoning,reasoning_content,reasoning_details,tool_call_id",
        "messages.content.type,text,image_url,input_audio,file,form,value",
        "messages.tool_calls.id,type,index,function",
        "tools.type,form,value", "tools.function.name,description,parameters,strict").thoughts(Messages.THOUGHT);

    private final Clock clock;

    ChatToMistral(Clock clock) {
        this.clock = clock;
    }

    @Override
    public byte[] request(ChatRequest request, Endpoint endpoint) {
        var chat = request.tree();
        if (JsonTree.number(chat, "n").orElse(1L) > 1) {
            throw JsonTree.wrong("n", "this gateway asks Mistral for one answer at a time; leave \"n\" out");
        }
        WORDS.compare(request);
        var said = JsonTree.of("model", endpoint.nativeId());
        said.addProperty("stream", request.streamed());
        said.add("messages", JsonTree.array(Messages.of(chat)));
        SAME.forEach(name -> JsonTree.copy(chat, name, said, name));
        JsonTree.copy(chat, "seed", said, "random_seed");
        JsonTree.decimal(chat, "temperature")
            .ifPresent(value -> said.addProperty("temperature", Math.min(value, MOST_TEMPERATURE)));
        JsonTree.number(chat, "max_completion_tokens").or(() -> JsonTree.number(chat, "max_tokens"))
            .ifPresent(limit -> said.addProperty("max_tokens", limit));
        effort(chat, endpoint).ifPresent(effort -> said.addProperty("reasoning_effort", effort));
        request.dropUnless(said.has("reasoning_effort"), "reasoning");
        addTools(chat, said);
        return said.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** What the model knows: some no more than to think or not. */
    private static Optional<String> effort(JsonObject chat, Endpoint endpoint) {
        var reasoning = JsonTree.object(chat, "reasoning").orElseGet(JsonObject::new);
        var wanted = JsonTree.text(reasoning, "effort").or(() -> JsonTree.text(chat, "reasoning_effort"))
            .or(() -> JsonTree.flag(reasoning, "enabled").map(enabled -> enabled ? "high" : "none"))
            .or(() -> JsonTree.number(reasoning, "max_tokens").map(budget -> "high"));
        var known = JsonTree.object(endpoint.facts(), "reasoning")
            .map(facts -> JsonTree.texts(facts, "supported_efforts")).orElse(List.of());
        return wanted.flatMap(effort -> known.contains(effort) ? wanted
            : known.stream().filter(any -> effort.equals("none") == any.equals("none")).findFirst());
    }

    private static void addTools(JsonObject chat, JsonObject said) {
        var tools = JsonTree.objects(chat, "tools").stream()
            .flatMap(tool -> JsonTree.object(tool, "function").stream()).map(ChatToMistral::tool).toList();
        if (tools.isEmpty()) {
            return;
        }
        said.add("tools", JsonTree.array(tools));
        JsonTree.text(chat, "tool_choice")
            .ifPresent(word -> said.addProperty("tool_choice", word.equals("required") ? "any" : word));
        JsonTree.object(chat, "tool_choice").ifPresent(named -> said.add("tool_choice", named));
    }

    private static JsonObject tool(JsonObject function) {
        var said = new JsonObject();
        List.of("name", "description", "strict").forEach(name -> JsonTree.copy(function, name, said, name));
        var schema = JsonTree.object(function, "parameters").orElseGet(JsonObject::new);
        schema.asMap().putIfAbsent("type", new JsonPrimitive("object"));
        said.add("parameters", schema);
        var tool = JsonTree.of("type", "function");
        tool.add("function", said);
        return tool;
    }

    @Override
    public AnswerReader reader(ChatRequest request, Endpoint endpoint) {
        return new MistralToChat(request.streamed(), isHidden(request.body()), clock);
    }

    /** True where the client does not want to see what the model thinks. */
    private static boolean isHidden(JsonView chat) {
        var include = chat.get("include_reasoning");
        return chat.get("reasoning").get("exclude").isTrue()
            || include.kind() == JsonView.Kind.BOOLEAN && !include.isTrue();
    }
}
