package dev.powerstrip.fuzz;

import dev.powerstrip.sdk.chat.ModelRequest;
import java.nio.charset.StandardCharsets;

/** Answers as they should be, so that a writer is tried with a request that nobody expects. */
final class SoundAnswers {

    private static final String EVENTS = """
        data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":\
        "assistant","content":"Hel"}}]}

        data: {"id":"c","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"t","type":"function","function":\
        {"name":"weather","arguments":"{}"}}]}}]}

        data: {"id":"c","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

        data: {"id":"c","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}

        data: [DONE]

        """;
    private static final String WHOLE = """
        {"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant",\
        "content":"Hello","tool_calls":[{"id":"t","type":"function","function":{"name":"weather","arguments":"{}"}}]},\
        "finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}""";
    private static final String EMBEDDINGS = """
        {"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5,-1]}],"model":"m","usage":\
        {"prompt_tokens":3,"total_tokens":3}}""";

    private SoundAnswers() {}

    static UpstreamAnswer to(ModelRequest request) {
        return switch (request.capability()) {
            case CHAT -> request.streamed() ? answer("text/event-stream", EVENTS) : answer("application/json", WHOLE);
            default -> answer("application/json", EMBEDDINGS);
        };
    }

    private static UpstreamAnswer answer(String contentType, String body) {
        return new UpstreamAnswer(200, contentType, body.getBytes(StandardCharsets.UTF_8));
    }
}
