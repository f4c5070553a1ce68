package dev.powerstrip.fuzz;

import dev.powerstrip.dialect.anthropic.AnthropicDialect;
import dev.powerstrip.dialect.gemini.GeminiDialect;
import dev.powerstrip.dialect.openai.OpenAiDialect;
import dev.powerstrip.dialect.responses.ResponsesDialect;
import dev.powerstrip.sdk.dialect.Dialect;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** A family of clients: its dialect, and one sound request for each thing that it may ask for. */
enum Client {

    OPENAI(new OpenAiDialect(), Map.of("chat", """
        POST /v1/chat/completions
        {"model":"m","stream":STREAM,"messages":[{"role":"user","content":"Hi"}],"reasoning":{"effort":"low"},\
        "tools":[{"type":"function","function":{"name":"weather","parameters":{"type":"object"}}}]}""", "completion", """
        POST /v1/completions
        {"model":"m","stream":STREAM,"prompt":["Once","upon"],"n":2,"echo":true,"logprobs":2}""", "embeddings", """
        POST /v1/embeddings
        {"model":"m","input":["a","b"]}""", "rerank", """
        POST /v1/rerank
        {"model":"m","query":"q","documents":["a","b"],"return_documents":true}""", "images", """
        POST /v1/images/generations
        {"model":"m","stream":STREAM,"prompt":"a bear","partial_images":1}""", "sound", """
        POST /v1/audio/speech
        {"model":"m","input":"Hi","voice":"alloy"}""", "speech", """
        POST /v1/audio/speech
        {"model":"m","input":"Hi","voice":"alloy","stream_format":"sse"}""", "transcript", """
        POST /v1/audio/transcriptions
        {"model":"m","stream":STREAM,"input_audio":{"format":"wav","data":"UklGRg=="}}""", "moderation", """
        POST /v1/moderations
        {"model":"m","input":["a","b"]}""")),

    RESPONSES(new ResponsesDialect(), Map.of("chat", """
        POST /v1/responses
        {"model":"m","stream":STREAM,"input":"Hi","include":["reasoning.encrypted_content"],"tools":[{"type":"function",\
        "name":"weather","parameters":{}},{"type":"custom","name":"apply_patch"}]}""")),

    ANTHROPIC(new AnthropicDialect(), Map.of("chat", """
        POST /v1/messages
        {"model":"m","stream":STREAM,"max_tokens":9000,"messages":[{"role":"user","content":"Hi"}],"thinking":{"type":\
        "enabled","budget_tokens":4000},"tools":[{"name":"weather","input_schema":{"type":"object"}}]}""", "count", """
        POST /v1/messages/count_tokens
        {"model":"m","messages":[{"role":"user","content":"Hi"}]}""")),

    GEMINI(new GeminiDialect(),
        Map.of("chat",
            """
        POST /v1beta/models/m:CHAT
        {"contents":[{"role":"user","parts":[{"text":"Hi"}]}],"tools":[{"functionDeclarations":[{"name":"weather"}]}]}""",
            "array", """
            POST /v1beta/models/m:streamGenerateContent
            {"contents":[{"parts":[{"text":"Hi"}]}]}""", "count", """
            POST /v1beta/models/m:countTokens
            {"contents":[{"parts":[{"text":"Hi"}]}]}""", "embedding", """
            POST /v1beta/models/m:embedContent
            {"content":{"parts":[{"text":"a"}]}}""", "embeddings", """
            POST /v1beta/models/m:batchEmbedContents
            {"requests":[{"content":{"parts":[{"text":"a"}]}},{"content":{"parts":[{"text":"b"}]}}]}"""));

    private final Dialect dialect;
    private final Map<String, String> requests;

    Client(Dialect dialect, Map<String, String> requests) {
        this.dialect = dialect;
        this.requests = requests;
    }

    Dialect dialect() {
        return dialect;
    }

    /** A sound request; empty if these clients ask for no such thing. */
    Optional<ClientRequest> request(String kind, boolean streamed) {
        return Optional.ofNullable(requests.get(kind)).map(text -> text
            .replace("STREAM", Boolean.toString(streamed))
            .replace("CHAT", streamed ? "streamGenerateContent?alt=sse" : "generateContent"))
            .map(text -> ClientRequest.of(text.substring(0, text.indexOf('\n')),
                text.substring(text.indexOf('\n') + 1).getBytes(StandardCharsets.UTF_8)));
    }
}
