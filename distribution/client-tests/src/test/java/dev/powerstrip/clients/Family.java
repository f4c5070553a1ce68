package dev.powerstrip.clients;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.testing.Reply;
import dev.powerstrip.sdk.testing.StreamForm;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The families of providers, each with a model of theirs and the wire form in which it says a turn. */
enum Family {

    OPENAI_CHAT("openai", "openai/gpt-5-mini", Family::chatWhole, Family::chatEvents, StreamForm.serverSentEvents()), //
    OPENAI_RESPONSES("openai", "openai/gpt-5.3-codex", Family::responseWhole, Family::responseEvents,
        StreamForm.serverSentEvents()), //
    ANTHROPIC("anthropic", "anthropic/claude-sonnet-4.5", Family::messageWhole, Family::messageEvents,
        StreamForm.serverSentEvents()), //
    GEMINI("gemini", "google/gemini-3-flash-preview", Family::generateWhole, Family::generateEvents,
        StreamForm.serverSentEvents()), //
    BEDROCK("bedrock", "anthropic/claude-sonnet-4.5", Family::converseWhole, Family::converseEvents,
        new StreamForm("application/vnd.amazon.eventstream", ProvidersIT::amazonEvent)), //
    MISTRAL("mistral", "mistralai/mistral-medium-3-5", Family::mistralWhole, Family::mistralEvents,
        StreamForm.serverSentEvents()), //
    COHERE("cohere", "cohere/command-a-plus-05-2026", Family::cohereWhole, Family::cohereEvents,
        StreamForm.serverSentEvents()), //
    OLLAMA("ollama", "ollama/qwen3:8b", Family::ollamaWhole, Family::ollamaEvents, StreamForm.jsonLines()), //
    DEEPSEEK("deepseek", "deepseek/deepseek-v4-flash", Family::reasonerWhole, Family::reasonerEvents,
        StreamForm.serverSentEvents());

    final String provider;
    final String model;
    private final Function<Facts, String> whole;
    private final Function<Facts, String> events;
    private final StreamForm streamForm;

    Family(String provider, String model, Function<Facts, String> whole, Function<Facts, String> events,
        StreamForm streamForm) {
        this.provider = provider;
        this.model = model;
        this.whole = whole;
        this.events = events;
        this.streamForm = streamForm;
    }

    /** What the upstream says. */
    Reply reply(Facts facts, boolean streamed) {
        return streamed ? streamForm.reply(events.apply(facts)) : Reply.json(whole.apply(facts));
    }

    /** What an upstream of this family tells at all: OpenAI's chat keeps its thoughts to itself. */
    Facts told(Facts facts) {
        return this == OPENAI_CHAT ? facts.unthought() : facts;
    }

    /** By what it knows its thoughts again: what it signed or encrypted, else their words, if it told any. */
    Optional<String> proof() {
        return switch (this) {
            case OPENAI_CHAT -> Optional.empty();
            case OPENAI_RESPONSES, ANTHROPIC, GEMINI, BEDROCK -> Optional.of(Facts.SEAL);
            default -> Optional.of(Facts.CALLS.thought());
        };
    }

    private static String text(String text) {
        return new JsonPrimitive(text).toString();
    }

    private static String event(String name, String data) {
        return "event: %s\ndata: %s\n\n".formatted(name, data);
    }

    private static String data(String data) {
        return "data: %s\n\n".formatted(data);
    }

    private static <T> String each(List<T> items, Function<T, String> said) {
        return items.stream().map(said).collect(Collectors.joining(","));
    }

    private static boolean calls(Facts facts) {
        return !facts.calls().isEmpty();
    }

    private static String chatCalls(Facts facts, boolean streamed) {
        return IntStream.range(0, facts.calls().size()).mapToObj(i -> {
            var call = facts.calls().get(i);
            return "{%s\"id\":\"%s\",\"type\":\"function\",\"function\":{\"name\":\"%s\",\"arguments\":%s}}".formatted(
                streamed ? "\"index\":%d,".formatted(i) : "", call.id(), call.name(),
                text(call.arguments().toString()));
        }).collect(Collectors.joining(","));
    }

    private static String chatFinish(Facts facts) {
        return calls(facts) ? "tool_calls" : "stop";
    }

    private static String chatUsage(Facts facts) {
        return "{\"prompt_tokens\":%d,\"completion_tokens\":%d,\"total_tokens\":%d}".formatted(facts.promptTokens(),
            facts.completionTokens(), facts.promptTokens() + facts.completionTokens());
    }

    private static String chatWhole(Facts facts) {
        return chat(facts, "\"content\":%s".formatted(calls(facts) ? "null" : text(facts.text())));
    }

    private static String reasonerWhole(Facts facts) {
        return chat(facts,
            "\"content\":%s,\"reasoning_content\":%s".formatted(text(facts.text()), text(facts.thought())));
    }

    private static String mistralWhole(Facts facts) {
        return chat(facts, "\"content\":[%s%s]".formatted(mistralThought(facts),
            calls(facts) ? "" : ",{\"type\":\"text\",\"text\":%s}".formatted(text(facts.text()))));
    }

    private static String mistralThought(Facts facts) {
        return "{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":%s}]}"
            .formatted(text(facts.thought()));
    }

    private static String chat(Facts facts, String said) {
        return """
            {"id":"c-1","object":"chat.completion","created":1700000000,"model":"m","choices":[{"index":0,"message":\
            {"role":"assistant",%s%s},"finish_reason":"%s"}],"usage":%s}""".formatted(said,
            calls(facts) ? ",\"tool_calls\":[%s]".formatted(chatCalls(facts, false)) : "", chatFinish(facts),
            chatUsage(facts));
    }

    private static String chatEvents(Facts facts) {
        return chatEvents(facts, "\"content\":null");
    }

    private static String reasonerEvents(Facts facts) {
        return chatEvents(facts, "\"content\":null,\"reasoning_content\":" + text(facts.thought()));
    }

    private static String mistralEvents(Facts facts) {
        return chatEvents(facts, "\"content\":[%s]".formatted(mistralThought(facts)));
    }

    private static String chatEvents(Facts facts, String thought) {
        var said = calls(facts) ? "\"tool_calls\":[%s]".formatted(chatCalls(facts, true))
            : "\"content\":" + text(facts.text());
        return chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null", "")
            + chunk("{%s}".formatted(thought), "null", "")
            + chunk("{%s}".formatted(said), "null", "")
            + chunk("{\"content\":\"\"}", "\"%s\"".formatted(chatFinish(facts)), ",\"usage\":" + chatUsage(facts))
            + data("[DONE]");
    }

    private static String chunk(String delta, String finish, String usage) {
        return data("""
            {"id":"c-1","object":"chat.completion.chunk","created":1700000000,"model":"m","choices":[{"index":0,\
            "delta":%s,"finish_reason":%s}]%s}""".formatted(delta, finish, usage));
    }

    private static List<String> items(Facts facts) {
        var thought = "{\"type\":\"reasoning\",\"id\":\"rs_1\",\"summary\":[{\"type\":\"summary_text\",\"text\":%s}],"
            .formatted(text(facts.thought())) + "\"encrypted_content\":\"%s\"}".formatted(Facts.SEAL);
        var said = facts.calls().stream().map(call -> """
            {"type":"function_call","id":"fc_%d","call_id":"%s","name":"%s","arguments":%s,"status":"completed"}"""
            .formatted(facts.calls().indexOf(call), call.id(), call.name(), text(call.arguments().toString())));
        var message = calls(facts) ? Stream.<String>empty() : Stream.of("""
            {"type":"message","id":"msg_1","role":"assistant","status":"completed","content":[{"type":"output_text",\
            "text":%s,"annotations":[]}]}""".formatted(text(facts.text())));
        return Stream.of(Stream.of(thought), said, message).flatMap(item -> item).toList();
    }

    private static String responseWhole(Facts facts) {
        return response(facts, "completed", String.join(",", items(facts)));
    }

    private static String response(Facts facts, String status, String output) {
        return """
            {"id":"resp_1","object":"response","created_at":1700000000,"model":"m","status":"%s","error":null,\
            "incomplete_details":null,"output":[%s],"usage":{"input_tokens":%d,"input_tokens_details":{"cached_tokens":0,\
            "cache_write_tokens":0},"output_tokens":%d,"output_tokens_details":{"reasoning_tokens":4},"total_tokens":%d},\
            "parallel_tool_calls":true,"tool_choice":"auto","tools":[],"instructions":null,"metadata":{},\
            "temperature":1.0,"top_p":1.0}""".formatted(status, output, facts.promptTokens(), facts.completionTokens(),
            facts.promptTokens() + facts.completionTokens());
    }

    private static String responseEvents(Facts facts) {
        var events = new StringBuilder();
        events.append(responseEvent("response.created", 0, "\"response\":" + response(facts, "in_progress", "")));
        var items = items(facts);
        for (int i = 0; i < items.size(); i++) {
            var place = "\"output_index\":%d,\"item\":".formatted(i);
            events.append(responseEvent("response.output_item.added", 2 * i + 1, place + items.get(i)));
            events.append(responseEvent("response.output_item.done", 2 * i + 2, place + items.get(i)));
        }
        return events.append(responseEvent("response.completed", 99, "\"response\":" + responseWhole(facts)))
            .toString();
    }

    private static String responseEvent(String type, int number, String fields) {
        return event(type, "{\"type\":\"%s\",\"sequence_number\":%d,%s}".formatted(type, number, fields));
    }

    private static List<String> blocks(Facts facts) {
        var thought = "{\"type\":\"thinking\",\"thinking\":%s,\"signature\":\"%s\"}".formatted(text(facts.thought()),
            Facts.SEAL);
        var calls = facts.calls().stream()
            .map(call -> "{\"type\":\"tool_use\",\"id\":\"%s\",\"name\":\"%s\",\"input\":%s}".formatted(call.id(),
                call.name(), call.arguments()));
        var said = calls(facts) ? calls : Stream.of("{\"type\":\"text\",\"text\":%s}".formatted(text(facts.text())));
        return Stream.concat(Stream.of(thought), said).toList();
    }

    private static String messageWhole(Facts facts) {
        return message(facts, String.join(",", blocks(facts)), "\"%s\"".formatted(stopReason(facts)));
    }

    private static String stopReason(Facts facts) {
        return calls(facts) ? "tool_use" : "end_turn";
    }

    private static String message(Facts facts, String content, String stop) {
        return """
            {"id":"msg_1","type":"message","role":"assistant","model":"m","content":[%s],"stop_reason":%s,\
            "stop_sequence":null,"usage":{"input_tokens":%d,"output_tokens":%d}}""".formatted(content, stop,
            facts.promptTokens(), facts.completionTokens());
    }

    private static String messageEvents(Facts facts) {
        var events = new StringBuilder(event("message_start",
            "{\"type\":\"message_start\",\"message\":%s}".formatted(message(facts, "", "null"))));
        blockEvent(events, 0, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}",
            "{\"type\":\"thinking_delta\",\"thinking\":%s}".formatted(text(facts.thought())),
            "{\"type\":\"signature_delta\",\"signature\":\"%s\"}".formatted(Facts.SEAL));
        int index = 1;
        for (var call : facts.calls()) {
            blockEvent(events, index++,
                "{\"type\":\"tool_use\",\"id\":\"%s\",\"name\":\"%s\",\"input\":{}}".formatted(call.id(), call.name()),
                "{\"type\":\"input_json_delta\",\"partial_json\":%s}".formatted(text(call.arguments().toString())));
        }
        if (!calls(facts)) {
            blockEvent(events, index, "{\"type\":\"text\",\"text\":\"\"}",
                "{\"type\":\"text_delta\",\"text\":%s}".formatted(text(facts.text())));
        }
        return events.append(event("message_delta",
            "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"%s\",\"stop_sequence\":null},\"usage\":"
                .formatted(
                    stopReason(facts))
                + "{\"output_tokens\":%d}}".formatted(facts.completionTokens())))
            .append(event("message_stop", "{\"type\":\"message_stop\"}")).toString();
    }

    private static void blockEvent(StringBuilder events, int index, String begun, String... deltas) {
        events.append(event("content_block_start",
            "{\"type\":\"content_block_start\",\"index\":%d,\"content_block\":%s}".formatted(index, begun)));
        for (var delta : deltas) {
            events.append(event("content_block_delta",
                "{\"type\":\"content_block_delta\",\"index\":%d,\"delta\":%s}".formatted(index, delta)));
        }
        events.append(event("content_block_stop", "{\"type\":\"content_block_stop\",\"index\":%d}".formatted(index)));
    }

    private static List<String> generateParts(Facts facts) {
        var seal = ",\"thoughtSignature\":\"%s\"".formatted(Facts.SEAL);
        var thought = "{\"text\":%s,\"thought\":true}".formatted(text(facts.thought()));
        var said = calls(facts) ? facts.calls().stream()
            .map(call -> "{\"functionCall\":{\"id\":\"%s\",\"name\":\"%s\",\"args\":%s}%s}".formatted(call.id(),
                call.name(), call.arguments(), call == facts.calls().get(0) ? seal : ""))
            : Stream.of("{\"text\":%s%s}".formatted(text(facts.text()), seal));
        return Stream.concat(Stream.of(thought), said).toList();
    }

    private static String generateWhole(Facts facts) {
        return generate(facts, String.join(",", generateParts(facts)), true);
    }

    private static String generate(Facts facts, String parts, boolean last) {
        return """
            {"candidates":[{"content":{"role":"model","parts":[%s]}%s,"index":0}],"usageMetadata":{"promptTokenCount":%d,\
            "candidatesTokenCount":%d,"thoughtsTokenCount":4,"totalTokenCount":%d},"modelVersion":"m","responseId":"r-1"}"""
            .formatted(parts, last ? ",\"finishReason\":\"STOP\"" : "", facts.promptTokens(),
                facts.completionTokens() - 4, facts.promptTokens() + facts.completionTokens());
    }

    private static String generateEvents(Facts facts) {
        var parts = generateParts(facts);
        return IntStream.range(0, parts.size())
            .mapToObj(i -> data(generate(facts, parts.get(i), i == parts.size() - 1))).collect(Collectors.joining());
    }

    private static String converseWhole(Facts facts) {
        var thought = "{\"reasoningContent\":{\"reasoningText\":{\"text\":%s,\"signature\":\"%s\"}}}"
            .formatted(text(facts.thought()), Facts.SEAL);
        var said = calls(facts) ? each(facts.calls(),
            call -> "{\"toolUse\":{\"toolUseId\":\"%s\",\"name\":\"%s\",\"input\":%s}}".formatted(call.id(),
                call.name(),
                call.arguments()))
            : "{\"text\":%s}".formatted(text(facts.text()));
        return "{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":[%s,%s]}},\"stopReason\":\"%s\",%s}"
            .formatted(
                thought, said, stopReason(facts), converseUsage(facts));
    }

    private static String converseUsage(Facts facts) {
        return "\"usage\":{\"inputTokens\":%d,\"outputTokens\":%d,\"totalTokens\":%d}".formatted(facts.promptTokens(),
            facts.completionTokens(), facts.promptTokens() + facts.completionTokens());
    }

    private static String converseEvents(Facts facts) {
        var events = new StringBuilder(event("messageStart", "{\"role\":\"assistant\"}"));
        converseBlock(events, 0, "{\"reasoningContent\":{\"text\":%s}}".formatted(text(facts.thought())),
            "{\"reasoningContent\":{\"signature\":\"%s\"}}".formatted(Facts.SEAL));
        int index = 1;
        for (var call : facts.calls()) {
            events.append(event("contentBlockStart",
                "{\"contentBlockIndex\":%d,\"start\":{\"toolUse\":{\"name\":\"%s\",\"toolUseId\":\"%s\"}}}".formatted(
                    index, call.name(), call.id())));
            converseBlock(events, index++,
                "{\"toolUse\":{\"input\":%s}}".formatted(text(call.arguments().toString())));
        }
        if (!calls(facts)) {
            converseBlock(events, index, "{\"text\":%s}".formatted(text(facts.text())));
        }
        return events.append(event("messageStop", "{\"stopReason\":\"%s\"}".formatted(stopReason(facts))))
            .append(event("metadata", "{%s}".formatted(converseUsage(facts)))).toString();
    }

    private static void converseBlock(StringBuilder events, int index, String... deltas) {
        for (var delta : deltas) {
            events.append(
                event("contentBlockDelta", "{\"contentBlockIndex\":%d,\"delta\":%s}".formatted(index, delta)));
        }
        events.append(event("contentBlockStop", "{\"contentBlockIndex\":%d}".formatted(index)));
    }

    private static String cohereFinish(Facts facts) {
        return calls(facts) ? "TOOL_CALL" : "COMPLETE";
    }

    private static String cohereUsage(Facts facts) {
        return "{\"billed_units\":{\"input_tokens\":%d,\"output_tokens\":%d},\"tokens\":{\"input_tokens\":%d,\"output_tokens\":%d}}"
            .formatted(facts.promptTokens(), facts.completionTokens(), facts.promptTokens(), facts.completionTokens());
    }

    private static String cohereWhole(Facts facts) {
        var text = calls(facts) ? "" : ",{\"type\":\"text\",\"text\":%s}".formatted(text(facts.text()));
        var calls = calls(facts) ? ",\"tool_calls\":[%s]".formatted(chatCalls(facts, false)) : "";
        return """
            {"id":"c-1","finish_reason":"%s","message":{"role":"assistant","content":[{"type":"thinking","thinking":%s}%s]%s},\
            "usage":%s}""".formatted(cohereFinish(facts), text(facts.thought()), text, calls, cohereUsage(facts));
    }

    private static String cohereEvents(Facts facts) {
        var events = new StringBuilder(cohereEvent("message-start", "\"id\":\"c-1\"",
            "{\"role\":\"assistant\",\"content\":[],\"tool_plan\":\"\",\"tool_calls\":[],\"citations\":[]}"));
        cohereContent(events, 0, "thinking", facts.thought());
        for (int i = 0; i < facts.calls().size(); i++) {
            var call = facts.calls().get(i);
            var place = "\"index\":%d".formatted(i);
            events.append(cohereEvent("tool-call-start", place,
                "{\"tool_calls\":{\"id\":\"%s\",\"type\":\"function\",\"function\":{\"name\":\"%s\",\"arguments\":\"\"}}}"
                    .formatted(call.id(), call.name())));
            events.append(cohereEvent("tool-call-delta", place, "{\"tool_calls\":{\"function\":{\"arguments\":%s}}}"
                .formatted(text(call.arguments().toString()))));
            events.append(event("tool-call-end", "{\"type\":\"tool-call-end\",%s}".formatted(place)));
        }
        if (!calls(facts)) {
            cohereContent(events, 1, "text", facts.text());
        }
        return events.append(event("message-end",
            "{\"type\":\"message-end\",\"delta\":{\"finish_reason\":\"%s\",\"usage\":%s}}".formatted(
                cohereFinish(facts),
                cohereUsage(facts))))
            .toString();
    }

    private static void cohereContent(StringBuilder events, int index, String type, String text) {
        var place = "\"index\":%d".formatted(index);
        events.append(cohereEvent("content-start", place,
            "{\"content\":{\"type\":\"%s\",\"%s\":\"\"}}".formatted(type, type)));
        events.append(cohereEvent("content-delta", place, "{\"content\":{\"%s\":%s}}".formatted(type, text(text))));
        events.append(event("content-end", "{\"type\":\"content-end\",%s}".formatted(place)));
    }

    private static String cohereEvent(String type, String place, String message) {
        return event(type, "{\"type\":\"%s\",%s,\"delta\":{\"message\":%s}}".formatted(type, place, message));
    }

    private static String ollamaWhole(Facts facts) {
        return ollama(facts, ollamaMessage(facts.text(), facts.thought(), facts), true);
    }

    private static String ollamaEvents(Facts facts) {
        var thought = ollamaMessage("", facts.thought(), facts.unthought());
        thought.remove("tool_calls");
        var said = ollamaMessage(facts.text(), "", facts);
        return data(ollama(facts, thought, false)) + data(ollama(facts, said, false))
            + data(ollama(facts, ollamaMessage("", "", Facts.ANSWER), true));
    }

    private static JsonObject ollamaMessage(String text, String thought, Facts facts) {
        var message = new JsonObject();
        message.addProperty("role", "assistant");
        message.addProperty("content", text);
        if (!thought.isEmpty()) {
            message.addProperty("thinking", thought);
        }
        var calls = new JsonArray();
        for (var call : facts.calls()) {
            var function = new JsonObject();
            function.addProperty("name", call.name());
            function.add("arguments", call.arguments());
            var said = new JsonObject();
            said.addProperty("id", call.id());
            said.add("function", function);
            calls.add(said);
        }
        if (!calls.isEmpty()) {
            message.add("tool_calls", calls);
        }
        return message;
    }

    private static String ollama(Facts facts, JsonObject message, boolean done) {
        return "{\"model\":\"m\",\"created_at\":\"2026-01-01T00:00:00Z\",\"message\":%s,\"done\":%s%s}".formatted(
            message, done,
            done ? ",\"done_reason\":\"stop\",\"prompt_eval_count\":%d,\"eval_count\":%d".formatted(
                facts.promptTokens(),
                facts.completionTokens()) : "");
    }
}
