package dev.powerstrip.provider.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.EmbeddingRequest;
import dev.powerstrip.sdk.chat.ImageRequest;
import dev.powerstrip.sdk.chat.ProviderPreferences;
import dev.powerstrip.sdk.chat.SpeechRequest;
import dev.powerstrip.sdk.chat.TranscriptionRequest;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.http.MultipartForm;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.provider.ProviderResponse;
import dev.powerstrip.sdk.testing.TestAttempt;
import dev.powerstrip.sdk.upstream.UpstreamRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AzureProviderTest {

    private final TestAttempt attempt = attempt("{}");
    private final TestAttempt attemptOfCodex = attempt("{\"forms\":[\"openai.responses\"]}");
    private final JsonView body = JsonView.parse("{\"model\":\"x\",\"input\":\"a\"}".getBytes(StandardCharsets.UTF_8));

    @Test
    void callsTheV1ApiWithAKey() {
        var request = chat(new AzureProvider("", false));

        assertThat(request.uri()).hasToString("https://res.openai.azure.com/openai/v1/chat/completions");
        assertThat(request.secretHeaders()).containsOnlyKeys("api-key");
    }

    @Test
    void callsADeploymentWithATokenOfEntra() {
        var request = chat(new AzureProvider("2024-10-21", true));

        assertThat(request.uri()).hasToString(
            "https://res.openai.azure.com/openai/deployments/my%20gpt/chat/completions?api-version=2024-10-21");
        assertThat(request.secretHeaders()).containsOnlyKeys("Authorization");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"'' | /openai/v1/responses", //
        "2025-04-01-preview | /openai/responses?api-version=2025-04-01-preview"})
    void asksAModelThatHasResponsesOnlyThroughThem(String apiVersion, String path) {
        var provider = new AzureProvider(apiVersion, false);

        for (var form : List.of(Form.OPENAI_CHAT, Form.OPENAI_RESPONSES)) {
            var request = sent(provider, request(form, body), attemptOfCodex);

            assertThat(request.uri()).hasToString("https://res.openai.azure.com" + path);
            assertThat(JsonView.parse(request.body()).get("model").string()).hasValue("my gpt");
            assertThat(JsonView.parse(request.body()).get("input").isPresent()).isTrue();
        }
    }

    @Test
    void givesOnlyAzureItsOwnThoughtsBack() {
        var chat = JsonView.parse(bytes("""
            {"messages":[{"role":"assistant","content":"a","reasoning_details":[
            {"type":"reasoning.encrypted","data":"OPENAIS","format":"openai-responses-v1"},
            {"type":"reasoning.encrypted","data":"AZURES","format":"azure-openai-responses-v1"}]}]}"""));

        var request = sent(new AzureProvider("", false), request(Form.OPENAI_CHAT, chat), attemptOfCodex);

        assertThat(new String(request.body(), StandardCharsets.UTF_8))
            .contains("AZURES").doesNotContain("OPENAIS");
    }

    @Test
    void asksForPicturesSpeechAndTranscriptsByADeployment() {
        var azure = new AzureProvider("2024-10-21", false);
        var none = ProviderPreferences.none();
        var models = List.of("x");
        var sound
            = MultipartForm.empty("abc").withText("model", "x").withFile("file", "a.wav", "audio/wav", bytes("a"));

        var sent = Stream.of(azure.generate(new ImageRequest(Form.OPENAI_IMAGES, body, models, false, none), attempt),
            azure.speak(new SpeechRequest(Form.OPENAI_SPEECH, body, models, false, none), attempt),
            azure.transcribe(new TranscriptionRequest(Form.OPENAI_TRANSCRIPTION, body, sound, models, false, none),
                attempt))
            .map(response -> ((ProviderResponse.Exchange) response).request()).toList();

        assertThat(sent).extracting(request -> request.uri().getRawPath()).containsExactly(
            "/openai/deployments/my%20gpt/images/generations", "/openai/deployments/my%20gpt/audio/speech",
            "/openai/deployments/my%20gpt/audio/transcriptions");
        assertThat(sent).extracting(request -> request.headers().first("Content-Type").orElse(""))
            .containsExactly("application/json", "application/json", "multipart/form-data; boundary=abc");
    }

    @Test
    void embedsByADeployment() {
        var response = new AzureProvider("2024-10-21", false).embed(new EmbeddingRequest(Form.OPENAI_EMBEDDINGS, body,
            List.of("x"), ProviderPreferences.none()), attempt);

        assertThat(((ProviderResponse.Exchange) response).request().uri().getRawPath())
            .isEqualTo("/openai/deployments/my%20gpt/embeddings");
    }

    @Test
    void tellsAFilteredPromptFromAnotherBadRequest() {
        var reader = AnswerReader.of(Form.OPENAI_CHAT);

        assertThat(reader
            .refused(400, Headers.none(), bytes("{\"error\":{\"code\":\"content_filter\",\"message\":\"no\"}}")).type())
            .isEqualTo(ErrorType.CONTENT_POLICY_VIOLATION);
        assertThat(reader.refused(400, Headers.none(), bytes("<html>")).type()).isEqualTo(ErrorType.INVALID_REQUEST);
    }

    private static TestAttempt attempt(String facts) {
        return TestAttempt.at(Endpoint.of("azure", "Azure", "azure/my gpt", "my gpt",
            JsonParser.parseString(facts).getAsJsonObject()), URI.create("https://res.openai.azure.com"))
            .withCredential("key");
    }

    private UpstreamRequest chat(AzureProvider provider) {
        return sent(provider, request(Form.OPENAI_CHAT, body), attempt);
    }

    private static ChatRequest request(Form form, JsonView body) {
        return new ChatRequest(form, body, List.of("x"), false, ProviderPreferences.none());
    }

    private static UpstreamRequest sent(AzureProvider provider, ChatRequest request, TestAttempt attempt) {
        return ((ProviderResponse.Exchange) provider.chat(request, attempt)).request();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
