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

    private static final String RANKING = """
        {"id":"r","model":"m","results":[{"index":0,"relevance_score":0.9,"document":{"text":"a"}}],"usage":\
        {"search_units":1}}""";
    private static final String PICTURES = """
        {"created":1,"data":[{"b64_json":"aGVsbG8=","revised_prompt":"a bear"}],"usage":{"input_tokens":10,\
        "output_tokens":100,"total_tokens":110}}""";
    private static final String PICTURE_EVENTS = """
        event: image_generation.partial_image
        data: {"type":"image_generation.partial_image","b64_json":"aGVs","partial_image_index":0}

        event: image_generation.completed
        data: {"type":"image_generation.completed","b64_json":"aGVsbG8=","usage":{"input_tokens":10,"output_tokens":100}}

        """;
    private static final String SPEECH_EVENTS = """
        data: {"type":"speech.audio.delta","audio":"aGVsbG8="}

        data: {"type":"speech.audio.done","usage":{"input_tokens":14,"output_tokens":101,"total_tokens":115}}

        """;
    private static final String TRANSCRIPT = """
        {"text":"Hello","language":"en","duration":3.2,"usage":{"type":"duration","seconds":4}}""";
    private static final String TRANSCRIPT_EVENTS = """
        data: {"type":"transcript.text.delta","delta":"Hel"}

        data: {"type":"transcript.text.done","text":"Hello","usage":{"type":"tokens","input_tokens":14,\
        "input_token_details":{"text_tokens":4,"audio_tokens":10},"output_tokens":4,"total_tokens":18}}

        """;
    private static final String MODERATION = """
        {"id":"modr","model":"m","results":[{"flagged":true,"categories":{"violence":true},"category_scores":\
        {"violence":0.9}}]}""";

    private SoundAnswers() {}

    static UpstreamAnswer to(ModelRequest request) {
        return switch (request.capability()) {
            case CHAT, COUNTING -> request.streamed() ? events(EVENTS) : whole(WHOLE);
            case EMBEDDINGS -> whole(EMBEDDINGS);
            case RERANK -> whole(RANKING);
            case IMAGES -> request.streamed() ? events(PICTURE_EVENTS) : whole(PICTURES);
            case SPEECH -> request.streamed() ? events(SPEECH_EVENTS) : answer("audio/mpeg", "ID3 \u00ff");
            case TRANSCRIPTION -> request.streamed() ? events(TRANSCRIPT_EVENTS) : whole(TRANSCRIPT);
            case MODERATION -> whole(MODERATION);
        };
    }

    private static UpstreamAnswer events(String events) {
        return answer("text/event-stream", events);
    }

    private static UpstreamAnswer whole(String json) {
        return answer("application/json", json);
    }

    private static UpstreamAnswer answer(String contentType, String body) {
        return new UpstreamAnswer(200, contentType, body.getBytes(StandardCharsets.UTF_8));
    }
}
