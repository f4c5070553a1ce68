package dev.powerstrip.clients;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.powerstrip.clients.Facts.Call;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The forms that clients speak: how the same conversation begins in each, and what a client read of a turn. */
enum Speech {

    CHAT("openai", Sdk::chat, "tool_calls", "stop", """
        {"model":"%s","provider":{"only":["%s"]},"max_tokens":9000,"reasoning":{"effort":"high"},"seed":7,"messages":[\
        {"role":"system","content":"Be brief."},{"role":"user","content":[{"type":"text","text":"How is it there?"},\
        {"type":"image_url","image_url":{"url":"data:image/png;base64,%s"}}]}],"tools":[\
        {"type":"function","function":{"name":"weather","description":"Tells the weather","parameters":%s}},\
        {"type":"function","function":{"name":"now","parameters":{"type":"object","properties":{}}}}]}""") {

        @Override
        Talk talk(String model, String provider, boolean streamed) {
            return new ChatTalk(model, provider, streamed);
        }

        @Override
        Facts read(JsonElement turn, List<JsonObject> heard) {
            var message = turn.getAsJsonObject();
            var calls = items(message, "tool_calls").map(call -> call.getAsJsonObject("function")
                .deepCopy()).map(JsonObject.class::cast).toList();
            var ids = items(message, "tool_calls").map(call -> text(call, "id")).toList();
            var usage = last(heard, "usage");
            return new Facts(text(message, "reasoning"), text(message, "content"),
                Stream.iterate(0, i -> i + 1).limit(calls.size())
                    .map(i -> new Call(ids.get(i), text(calls.get(i), "name"), json(text(calls.get(i), "arguments"))))
                    .toList(),
                number(usage, "prompt_tokens"), number(usage, "completion_tokens"));
        }

        @Override
        String finish(List<JsonObject> heard) {
            return heard.stream().flatMap(event -> items(event, "choices")).map(choice -> text(choice, "finish_reason"))
                .filter(reason -> !reason.isEmpty()).findFirst().orElse("");
        }
    },

    RESPONSES("responses", Sdk::responses, "completed", "completed", """
        {"model":"%s","provider":{"only":["%s"]},"max_output_tokens":9000,"store":false,"truncation":"auto",\
        "reasoning":{"effort":"high","summary":"auto"},"include":["reasoning.encrypted_content"],"instructions":"Be brief.",\
        "input":[{"role":"user","content":[{"type":"input_text","text":"How is it there?"},\
        {"type":"input_image","image_url":"data:image/png;base64,%s"}]}],"tools":[\
        {"type":"function","name":"weather","description":"Tells the weather","parameters":%s},\
        {"type":"function","name":"now","parameters":{"type":"object","properties":{}}}]}""") {

        @Override
        Talk talk(String model, String provider, boolean streamed) {
            return ResponsesTalk.byItems(model, provider, streamed);
        }

        @Override
        Facts read(JsonElement turn, List<JsonObject> heard) {
            var response = turn.getAsJsonObject();
            var usage = response.getAsJsonObject("usage");
            return new Facts(texts(response, "reasoning", "summary"), texts(response, "message", "content"),
                items(response, "output").filter(item -> text(item, "type").equals("function_call"))
                    .map(call -> new Call(text(call, "call_id"), text(call, "name"), json(text(call, "arguments"))))
                    .toList(),
                number(usage, "input_tokens"), number(usage, "output_tokens"));
        }

        private String texts(JsonObject response, String type, String parts) {
            return items(response, "output").filter(item -> text(item, "type").equals(type))
                .flatMap(item -> items(item, parts)).map(part -> text(part, "text")).collect(Collectors.joining());
        }

        @Override
        String finish(List<JsonObject> heard) {
            var last = heard.get(heard.size() - 1);
            return text(last.has("response") ? last.getAsJsonObject("response") : last, "status");
        }
    },

    MESSAGES("anthropic", Sdk::messages, "tool_use", "end_turn", """
        {"model":"%s","provider":{"only":["%s"]},"max_tokens":9000,"thinking":{"type":"enabled","budget_tokens":4000},\
        "system":[{"type":"text","text":"Be brief.","cache_control":{"type":"ephemeral"}}],"messages":[\
        {"role":"user","content":[{"type":"text","text":"How is it there?"},\
        {"type":"image","source":{"type":"base64","media_type":"image/png","data":"%s"}}]}],"tools":[\
        {"name":"weather","description":"Tells the weather","input_schema":%s},\
        {"name":"now","input_schema":{"type":"object","properties":{}}}]}""") {

        @Override
        Talk talk(String model, String provider, boolean streamed) {
            return new MessagesTalk(model, provider, streamed);
        }

        @Override
        Facts read(JsonElement turn, List<JsonObject> heard) {
            var blocks = turn.getAsJsonArray().asList().stream().map(JsonElement::getAsJsonObject).toList();
            var begun = heard.get(0).has("message") ? heard.get(0).getAsJsonObject("message") : heard.get(0);
            var ended = last(heard, "usage");
            return new Facts(texts(blocks, "thinking"), texts(blocks, "text"),
                blocks.stream().filter(block -> text(block, "type").equals("tool_use"))
                    .map(call -> new Call(text(call, "id"), text(call, "name"), call.getAsJsonObject("input")))
                    .toList(),
                ended.has("input_tokens") && !ended.get("input_tokens").isJsonNull() ? number(ended, "input_tokens")
                    : number(begun.getAsJsonObject("usage"), "input_tokens"),
                number(ended, "output_tokens"));
        }

        private String texts(List<JsonObject> blocks, String type) {
            return blocks.stream().filter(block -> text(block, "type").equals(type)).map(block -> text(block, type))
                .collect(Collectors.joining());
        }

        @Override
        String finish(List<JsonObject> heard) {
            return heard.stream().map(event -> event.has("delta") ? event.getAsJsonObject("delta") : event)
                .map(event -> text(event, "stop_reason")).filter(reason -> !reason.isEmpty()).findFirst().orElse("");
        }
    },

    GENERATE("gemini", Sdk::generate, "STOP", "STOP", """
        {"model":"%s","provider":{"only":["%s"]},"contents":[{"role":"user","parts":[{"text":"How is it there?"},\
        {"inlineData":{"mimeType":"image/png","data":"%s"}}]}],"config":{"maxOutputTokens":9000,"topK":40,\
        "thinkingConfig":{"includeThoughts":true},"systemInstruction":{"parts":[{"text":"Be brief."}]},\
        "safetySettings":[{"category":"HARM_CATEGORY_HARASSMENT","threshold":"BLOCK_NONE"}],"tools":[\
        {"functionDeclarations":[{"name":"weather","description":"Tells the weather","parametersJsonSchema":%s},\
        {"name":"now","parametersJsonSchema":{"type":"object","properties":{}}}]}]}}""") {

        @Override
        Talk talk(String model, String provider, boolean streamed) {
            return new GenerateTalk(model, provider, streamed);
        }

        @Override
        Facts read(JsonElement turn, List<JsonObject> heard) {
            var parts = turn.getAsJsonArray().asList().stream().map(JsonElement::getAsJsonObject).toList();
            var usage = last(heard, "usageMetadata");
            return new Facts(texts(parts, true), texts(parts, false),
                parts.stream().filter(part -> part.has("functionCall"))
                    .map(part -> part.getAsJsonObject("functionCall"))
                    .map(call -> new Call(text(call, "id"), text(call, "name"), call.getAsJsonObject("args"))).toList(),
                number(usage, "promptTokenCount"),
                number(usage, "candidatesTokenCount") + number(usage, "thoughtsTokenCount"));
        }

        private String texts(List<JsonObject> parts, boolean thoughts) {
            return parts.stream()
                .filter(part -> thoughts == (part.has("thought") && part.get("thought").getAsBoolean()))
                .map(part -> text(part, "text")).collect(Collectors.joining());
        }

        @Override
        String finish(List<JsonObject> heard) {
            return heard.stream().flatMap(event -> items(event, "candidates"))
                .map(candidate -> text(candidate, "finishReason")).filter(reason -> !reason.isEmpty()).findFirst()
                .orElse("");
        }
    };

    /** A picture, as far as these upstreams look at it. */
    static final String PICTURE = "iVBORw0KGgoAAAANSUhEUg==";
    static final String SYSTEM = "Be brief.";
    private static final String SCHEMA = "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}},"
        + "\"required\":[\"city\"]}";

    final String dialect;
    final Sdk.Asking client;
    final String calling;
    final String stopping;
    private final String beginning;

    /** @param calling the client's own word for why a turn that calls tools ended; the other one is that of an answer */
    Speech(String dialect, Sdk.Asking client, String calling, String stopping, String beginning) {
        this.dialect = dialect;
        this.client = client;
        this.calling = calling;
        this.stopping = stopping;
        this.beginning = beginning;
    }

    /** The conversation's beginning: a system prompt, a picture, two tools, thoughts wanted. */
    Talk begin(Family family, boolean streamed) {
        var talk = talk(family.model, family.provider, streamed);
        List.copyOf(talk.request.keySet()).forEach(talk.request::remove);
        json(beginning.formatted(family.model, family.provider, PICTURE, SCHEMA)).entrySet()
            .forEach(field -> talk.request.add(field.getKey(), field.getValue()));
        return talk;
    }

    abstract Talk talk(String model, String provider, boolean streamed);

    /** What the client read: the turn as it keeps it, and all that it heard. */
    abstract Facts read(JsonElement turn, List<JsonObject> heard);

    abstract String finish(List<JsonObject> heard);

    private static JsonObject json(String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }

    private static Stream<JsonObject> items(JsonObject owner, String name) {
        return owner.has(name) && owner.get(name).isJsonArray()
            ? owner.getAsJsonArray(name).asList().stream().map(JsonElement::getAsJsonObject) : Stream.of();
    }

    private static String text(JsonObject owner, String name) {
        return owner.has(name) && owner.get(name).isJsonPrimitive() ? owner.get(name).getAsString() : "";
    }

    private static long number(JsonObject owner, String name) {
        return owner.has(name) && owner.get(name).isJsonPrimitive() ? owner.get(name).getAsLong() : 0;
    }

    /** The last of that name. */
    private static JsonObject last(List<JsonObject> heard, String name) {
        return heard.stream().filter(event -> event.has(name) && event.get(name).isJsonObject())
            .map(event -> event.getAsJsonObject(name)).reduce((first, later) -> later).orElse(new JsonObject());
    }
}
