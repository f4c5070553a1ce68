package dev.powerstrip.clients;

import dev.powerstrip.sdk.testing.FakeUpstream;
import dev.powerstrip.sdk.testing.Received;
import dev.powerstrip.sdk.testing.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One upstream of each form, answering alike: "Hello, wörld" to anything, a call of the weather tool where tools are
 * offered, an error to "fail", a beginning without an end to "hang", nothing to "wait". Anthropic's counts tokens; it thinks,
 * and signs it, before it calls the tool if it is told to "think". OpenAI's thinks and calls the tool twice to "both", and
 * breaks a stream off with an error to "break".
 */
final class ScriptedUpstreams implements AutoCloseable {

    static final String TEXT = "Hello, wörld";
    static final String SIGNATURE = "EqQBCgIYAhIM+/x=";
    static final int PROMPT_TOKENS = 12;
    static final int COMPLETION_TOKENS = 5;
    private static final String WEATHER_CALL
        = "{\"functionCall\":{\"name\":\"weather\",\"args\":{\"city\":\"Bern\"}}}";
    private static final String STOPPED = ",\"finishReason\":\"STOP\"";

    final FakeUpstream openai;
    final FakeUpstream anthropic;
    final FakeUpstream gemini;

    ScriptedUpstreams() throws IOException {
        openai = new FakeUpstream();
        anthropic = new FakeUpstream();
        gemini = new FakeUpstream();
        scriptOpenAi();
        scriptAnthropic();
        scriptGemini();
    }

    /** Sets the gateway up so that {@code up/gpt-x}, Anthropic's and Google's models are served by these. */
    void configure(Path home) throws IOException {
        Files.createDirectories(home.resolve("etc"));
        Files.writeString(home.resolve("etc/provider.compatible~up.cfg.json"), """
            {"baseUrl": "%s/v1", "apiKey": "sk-upstream", "models": ["gpt-x"]}""".formatted(openai.baseUri()));
        Files.writeString(home.resolve("etc/provider.anthropic.cfg.json"), """
            {"baseUrl": "%s/v1", "apiKey": "sk-ant-upstream"}""".formatted(anthropic.baseUri()));
        Files.writeString(home.resolve("etc/provider.gemini.cfg.json"), """
            {"baseUrl": "%s/v1beta", "apiKey": "g-upstream"}""".formatted(gemini.baseUri()));
    }

    private void scriptOpenAi() {
        openai.when(request -> says(request, "fail"), Reply.json(429, """
            {"error":{"message":"slow down","type":"rate_limit_exceeded"}}""").header("Retry-After", "7"));
        openai.when(request -> says(request, "wait"), Reply.silence());
        openai.when(request -> says(request, "hang"),
            Reply.stream().event(chunk("{\"role\":\"assistant\",\"content\":\"\"}"))
                .event(chunk("{\"content\":\"Hel\"}")).stall());
        openai.when(request -> says(request, "break"),
            Reply.events(chunk("{\"role\":\"assistant\",\"content\":\"Hel\"}"),
                "{\"error\":{\"message\":\"out of memory\",\"type\":\"server_error\",\"code\":500}}"));
        openai.when(request -> says(request, "both"), Reply.json(completion("tool_calls", """
            {"role":"assistant","content":null,"reasoning_content":"They ask.","tool_calls":[{"id":"a","type":"function",\
            "function":{"name":"weather","arguments":"{\\"city\\":\\"Bern\\"}"}},{"id":"b","type":"function","function":\
            {"name":"weather","arguments":"{\\"city\\":\\"Thun\\"}"}}]}""")));
        openai.when(request -> streamed(request) && offersTools(request), Reply.events(
            chunk("{\"role\":\"assistant\",\"content\":null}"),
            chunk("{\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"type\":\"function\",\"function\":"
                + "{\"name\":\"weather\",\"arguments\":\"\"}}]}"),
            chunk("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"city\\\":\"}}]}"),
            chunk("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"\\\"Bern\\\"}\"}}]}"),
            finish("tool_calls"), usageChunk(), "[DONE]"));
        openai.when(ScriptedUpstreams::streamed, Reply.events(chunk("{\"role\":\"assistant\",\"content\":\"\"}"),
            chunk("{\"content\":\"Hello, \"}"), chunk("{\"content\":\"wörld\"}"), finish("stop"), usageChunk(),
            "[DONE]"));
        openai.when(ScriptedUpstreams::offersTools, Reply.json(completion("tool_calls", """
            {"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":\
            {"name":"weather","arguments":"{\\"city\\":\\"Bern\\"}"}}]}""")));
        openai.always(Reply.json(completion("stop", "{\"role\":\"assistant\",\"content\":\"Hello, wörld\"}")));
    }

    private static String chunk(String delta) {
        return """
            {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"gpt-x-0001","choices":\
            [{"index":0,"delta":%s,"finish_reason":null}]}""".formatted(delta);
    }

    private static String finish(String reason) {
        return """
            {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"gpt-x-0001","choices":\
            [{"index":0,"delta":{},"finish_reason":"%s"}]}""".formatted(reason);
    }

    private static String usageChunk() {
        return """
            {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"gpt-x-0001","choices":[],\
            "usage":%s}""".formatted(usage());
    }

    private static String completion(String finish, String message) {
        return """
            {"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"gpt-x-0001","choices":\
            [{"index":0,"message":%s,"logprobs":null,"finish_reason":"%s"}],"usage":%s}""".formatted(message, finish,
            usage());
    }

    private static String usage() {
        return "{\"prompt_tokens\":%d,\"completion_tokens\":%d,\"total_tokens\":%d}".formatted(PROMPT_TOKENS,
            COMPLETION_TOKENS, PROMPT_TOKENS + COMPLETION_TOKENS);
    }

    private void scriptAnthropic() {
        anthropic.when(request -> request.path().endsWith("/count_tokens"), Reply.json("{\"input_tokens\":2095}"));
        anthropic.when(request -> says(request, "fail"), Reply.json(429, """
            {"type":"error","error":{"type":"rate_limit_error","message":"slow down"}}""").header("Retry-After", "7"));
        anthropic.when(request -> says(request, "hang"), start().event("content_block_start", block("text", ""))
            .event("content_block_delta", textDelta("Hel")).stall());
        anthropic.when(request -> streamed(request) && says(request, "think"), start()
            .event("content_block_start",
                """
                {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}""")
            .event("content_block_delta",
                """
                {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"They ask für Bern."}}""")
            .event("content_block_delta", """
                {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"%s"}}"""
                .formatted(SIGNATURE))
            .event("content_block_stop", blockStop())
            .event("content_block_start", """
                {"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"toolu_1","name":"weather",\
                "input":{}}}""")
            .event("content_block_delta", """
                {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{}"}}""")
            .event("content_block_stop", "{\"type\":\"content_block_stop\",\"index\":1}")
            .event("message_delta", messageDelta("tool_use")).event("message_stop", "{\"type\":\"message_stop\"}"));
        anthropic.when(request -> streamed(request) && offersTools(request), start()
            .event("content_block_start", """
                {"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"toolu_1","name":"weather",\
                "input":{}}}""")
            .event("content_block_delta", inputDelta("")).event("content_block_delta", inputDelta("{\\\"city\\\":"))
            .event("content_block_delta", inputDelta("\\\"Bern\\\"}")).event("content_block_stop", blockStop())
            .event("message_delta", messageDelta("tool_use")).event("message_stop", "{\"type\":\"message_stop\"}"));
        anthropic.when(ScriptedUpstreams::streamed, start().event("content_block_start", block("text", ""))
            .event("ping", "{\"type\":\"ping\"}").event("content_block_delta", textDelta("Hello, "))
            .event("content_block_delta", textDelta("wörld")).event("content_block_stop", blockStop())
            .event("message_delta", messageDelta("end_turn")).event("message_stop", "{\"type\":\"message_stop\"}"));
        anthropic.when(ScriptedUpstreams::offersTools, Reply.json(message("tool_use",
            "{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"weather\",\"input\":{\"city\":\"Bern\"}}")));
        anthropic.always(Reply.json(message("end_turn", "{\"type\":\"text\",\"text\":\"Hello, wörld\"}")));
    }

    private static Reply start() {
        return Reply.stream().event("message_start", """
            {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-x-0001",\
            "content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":%d,"output_tokens":1}}}"""
            .formatted(PROMPT_TOKENS));
    }

    private static String block(String type, String text) {
        return "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"%s\",\"text\":\"%s\"}}"
            .formatted(type, text);
    }

    private static String textDelta(String text) {
        return "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"%s\"}}"
            .formatted(text);
    }

    private static String inputDelta(String json) {
        return "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"%s\"}}"
            .formatted(json);
    }

    private static String blockStop() {
        return "{\"type\":\"content_block_stop\",\"index\":0}";
    }

    private static String messageDelta(String reason) {
        return """
            {"type":"message_delta","delta":{"stop_reason":"%s","stop_sequence":null},"usage":{"output_tokens":%d}}"""
            .formatted(reason, COMPLETION_TOKENS);
    }

    private static String message(String reason, String block) {
        return """
            {"id":"msg_1","type":"message","role":"assistant","model":"claude-x-0001","content":[%s],"stop_reason":"%s",\
            "stop_sequence":null,"usage":{"input_tokens":%d,"output_tokens":%d}}""".formatted(block, reason,
            PROMPT_TOKENS, COMPLETION_TOKENS);
    }

    private void scriptGemini() {
        gemini.when(request -> says(request, "fail"), Reply.json(429, """
            {"error":{"code":429,"message":"slow down","status":"RESOURCE_EXHAUSTED","details":[\
            {"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"7s"}]}}"""));
        gemini.when(request -> says(request, "hang"),
            Reply.stream().event(candidate("{\"text\":\"Hel\"}", "")).stall());
        gemini.when(request -> streamsByPath(request) && offersTools(request),
            Reply.events(candidate(WEATHER_CALL, STOPPED)));
        gemini.when(ScriptedUpstreams::streamsByPath, Reply.events(candidate("{\"text\":\"Hello, \"}", ""),
            candidate("{\"text\":\"wörld\"}", STOPPED)));
        gemini.when(ScriptedUpstreams::offersTools, Reply.json(candidate(WEATHER_CALL, STOPPED)));
        gemini.always(Reply.json(candidate("{\"text\":\"Hello, wörld\"}", STOPPED)));
    }

    private static String candidate(String part, String end) {
        return """
            {"candidates":[{"content":{"parts":[%s],"role":"model"}%s,"index":0}],"usageMetadata":{"promptTokenCount":%d,\
            "candidatesTokenCount":%d,"totalTokenCount":%d},"modelVersion":"gemini-x-0001","responseId":"r-1"}"""
            .formatted(part, end, PROMPT_TOKENS, COMPLETION_TOKENS, PROMPT_TOKENS + COMPLETION_TOKENS);
    }

    private static boolean streamsByPath(Received request) {
        return request.path().contains(":streamGenerateContent");
    }

    private static boolean streamed(Received request) {
        return request.text().replace(" ", "").contains("\"stream\":true");
    }

    private static boolean offersTools(Received request) {
        return request.text().contains("\"tools\"");
    }

    private static boolean says(Received request, String word) {
        return request.text().contains("\"" + word + "\"");
    }

    @Override
    public void close() {
        openai.close();
        anthropic.close();
        gemini.close();
    }
}
