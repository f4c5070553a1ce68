package dev.powerstrip.clients;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.HttpResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIException;
import com.openai.models.audio.AudioResponseFormat;
import com.openai.models.audio.speech.SpeechCreateParams;
import com.openai.models.audio.transcriptions.TranscriptionCreateParams;
import com.openai.models.images.ImageGenerateParams;
import com.openai.models.moderations.ModerationCreateParams;
import dev.powerstrip.sdk.testing.FakeUpstream;
import dev.powerstrip.sdk.testing.Received;
import dev.powerstrip.sdk.testing.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** {@code com.openai:openai-java} against the gateway, for pictures, speech, transcripts and moderation. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenAiMediaIT {

    private static final byte[] SOUND = new byte[200_000];
    private static final String PICTURE = Base64.getEncoder().encodeToString("a picture".getBytes(UTF_8));

    @TempDir
    static Path home;

    private FakeUpstream upstream;
    private RunningGateway gateway;
    private OpenAIClient openai;

    @BeforeAll
    void start() throws Exception {
        new Random(1).nextBytes(SOUND);
        upstream = new FakeUpstream();
        script();
        Files.createDirectories(home.resolve("etc"));
        Files.writeString(home.resolve("etc/provider.openai.cfg.json"), """
            {"baseUrl": "%s/v1", "apiKey": "sk-upstream"}""".formatted(upstream.baseUri()));
        Files.writeString(home.resolve("etc/provider.gemini.cfg.json"), """
            {"baseUrl": "%s/v1beta", "apiKey": "g-upstream"}""".formatted(upstream.baseUri()));
        Files.writeString(home.resolve("etc/provider.compatible~lab.cfg.json"), """
            {"baseUrl": "%s/v1", "models": ["whisper"]}""".formatted(upstream.baseUri()));
        gateway = RunningGateway.in(home);
        openai = OpenAIOkHttpClient.builder().baseUrl(gateway.address() + "/v1").apiKey(gateway.key()).maxRetries(0)
            .build();
    }

    @AfterAll
    void stop() {
        openai.close();
        gateway.close();
        upstream.close();
    }

    private void script() {
        upstream.when(asks("images/generations", "refuse me"), Reply.json(400, """
            {"error":{"message":"not that","type":"image_generation_user_error","code":"moderation_blocked"}}"""));
        upstream.when(asks("images/generations", "\"stream\":true"), Reply.stream()
            .event("image_generation.partial_image", """
                {"type":"image_generation.partial_image","b64_json":"%s","partial_image_index":0,"created_at":1,\
                "size":"1024x1024","quality":"low","background":"opaque","output_format":"png"}""".formatted(PICTURE))
            .event("image_generation.completed", """
                {"type":"image_generation.completed","b64_json":"%s","created_at":1,"size":"1024x1024","quality":"low",\
                "background":"opaque","output_format":"png","usage":{"input_tokens":10,"output_tokens":100,\
                "total_tokens":110,"input_tokens_details":{"text_tokens":10,"image_tokens":0}}}""".formatted(PICTURE)));
        upstream.when(asks("images/generations", ""), Reply.json("""
            {"created":1700000000,"data":[{"b64_json":"%s"},{"b64_json":"%s"}],"usage":{"input_tokens":10,\
            "output_tokens":100,"total_tokens":110,"input_tokens_details":{"text_tokens":10,"image_tokens":0}}}"""
            .formatted(PICTURE, PICTURE)));
        upstream.when(asks("audio/speech", "break off"), Reply.chunked(200, "audio/mpeg").bytes(SOUND).cut());
        upstream.when(asks("audio/speech", "\"sse\""), Reply.events("""
            {"type":"speech.audio.delta","audio":"%s"}""".formatted(PICTURE), """
            {"type":"speech.audio.done","usage":{"input_tokens":14,"output_tokens":101,"total_tokens":115}}"""));
        upstream.when(asks("audio/speech", ""), Reply.chunked(200, "audio/wav").bytes(SOUND));
        upstream.when(asks("audio/transcriptions", "break off"), Reply.stream()
            .event("{\"type\":\"transcript.text.delta\",\"delta\":\"Hel\"}").cut());
        upstream.when(asks("audio/transcriptions", "name=\"stream\""), Reply.events(
            "{\"type\":\"transcript.text.delta\",\"delta\":\"Hello, \"}",
            "{\"type\":\"transcript.text.delta\",\"delta\":\"wörld\"}", """
                {"type":"transcript.text.done","text":"Hello, wörld","usage":{"type":"tokens","input_tokens":14,\
                "input_token_details":{"text_tokens":4,"audio_tokens":10},"output_tokens":45,"total_tokens":59}}"""));
        upstream.when(asks("audio/transcriptions", ""), Reply.json("""
            {"text":"Hello, wörld","usage":{"type":"duration","seconds":61}}"""));
        upstream.when(request -> request.path().endsWith(":generateContent"), Reply.json("""
            {"candidates":[{"content":{"parts":[{"text":"Here:"},{"inlineData":{"mimeType":"image/png","data":"%s"}}],\
            "role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":12,\
            "candidatesTokenCount":1290,"totalTokenCount":1302}}""".formatted(PICTURE)));
        upstream.when(asks("moderations", ""), Reply.json("""
            {"id":"modr-1","model":"omni-moderation-latest","results":[{"flagged":true,"categories":{"violence":true},\
            "category_scores":{"violence":0.9},"category_applied_input_types":{"violence":["text"]}}]}"""));
    }

    private static Predicate<Received> asks(String route, String words) {
        return request -> request.path().endsWith("/" + route) && request.text().contains(words);
    }

    @Test
    void makesPicturesAndRecordsWhatTheyCost() throws Exception {
        var params = ImageGenerateParams.builder().model("openai/gpt-image-1").prompt("a fuse").n(2).build();
        var response = openai.images().withRawResponse().generate(params);

        assertThat(response.parse().data().orElseThrow()).hasSize(2)
            .allSatisfy(picture -> assertThat(picture.b64Json()).contains(PICTURE));
        assertThat(last("images/generations").text()).contains("\"model\":\"gpt-image-1\"");
        var record = record(response.headers().values("X-Generation-Id").get(0));
        assertThat(record.get("end").getAsString()).isEqualTo("COMPLETE");
        assertThat(record.get("images_made").getAsInt()).isEqualTo(2);
        assertThat(record.get("cost").getAsString()).isEqualTo("0.00405");
        assertThat(record.toString()).doesNotContain("a fuse");
    }

    @Test
    void streamsPictures() throws Exception {
        var params
            = ImageGenerateParams.builder().model("openai/gpt-image-1").prompt("a fuse").partialImages(1).build();
        var pictures = new ArrayList<String>();

        try (var events = openai.images().generateStreaming(params)) {
            events.stream().forEach(event -> {
                event.generationPartialImage().ifPresent(partial -> pictures.add("partial " + partial.b64Json()));
                event.generationCompleted().ifPresent(whole -> pictures.add("whole " + whole.b64Json()));
            });
        }

        assertThat(pictures).containsExactly("partial " + PICTURE, "whole " + PICTURE);
    }

    @Test
    void tellsWhyAPictureIsNotMade() {
        var refused = ImageGenerateParams.builder().model("openai/gpt-image-1").prompt("refuse me").build();
        assertThatThrownBy(() -> openai.images().generate(refused)).isInstanceOf(BadRequestException.class)
            .hasMessageContaining("not that");

        var chats = ImageGenerateParams.builder().model("openai/gpt-4o-mini").prompt("a fuse").build();
        assertThatThrownBy(() -> openai.images().generate(chats)).isInstanceOf(NotFoundException.class)
            .hasMessageContaining("openai/gpt-4o-mini is no model for images")
            .hasMessageContaining("openai/gpt-image-1");
    }

    @Test
    void speaksInBytesAsTheyCame() throws Exception {
        try (var response = speak("openai/tts-1", "Guten Tag")) {
            assertThat(response.headers().values("Content-Type")).containsExactly("audio/wav");
            assertThat(response.body().readAllBytes()).isEqualTo(SOUND);
            var record = record(response.headers().values("X-Generation-Id").get(0));
            assertThat(record.get("characters").getAsInt()).isEqualTo(9);
            assertThat(record.get("cost").getAsString()).isEqualTo("0.000135");
        }
    }

    @Test
    void tellsNoCostOfSpeechWhoseTokensNobodyCounted() throws Exception {
        try (var response = speak("openai/gpt-4o-mini-tts", "Guten Tag")) {
            assertThat(response.body().readAllBytes()).isEqualTo(SOUND);
            var record = record(response.headers().values("X-Generation-Id").get(0));
            assertThat(record.get("estimated").getAsBoolean()).isTrue();
            assertThat(record.has("cost")).isFalse();
        }
    }

    @Test
    void speaksInEvents() throws Exception {
        var answer = new Caller(gateway.address(), gateway.key()).post("audio/speech", """
            {"model":"openai/gpt-4o-mini-tts","input":"Hi","voice":"alloy","stream_format":"sse"}""", gateway.key());

        assertThat(answer.body()).contains("data: {\"type\":\"speech.audio.delta\",\"audio\":\"" + PICTURE + "\"}")
            .contains("\"cost\":0.0012204");
        assertThat(record(answer.id()).get("cost").getAsString()).isEqualTo("0.0012204");
    }

    @Test
    void breaksSpeechOffThatBreaksOff() throws Exception {
        var id = "";
        try (var response = speak("openai/tts-1", "break off")) {
            id = response.headers().values("X-Generation-Id").get(0);
            assertThatThrownBy(() -> response.body().readAllBytes()).isInstanceOf(IOException.class);
        }

        assertThat(record(id).get("end").getAsString()).isEqualTo("UPSTREAM_TRUNCATED");
    }

    private HttpResponse speak(String model, String text) {
        return openai.audio().speech().create(SpeechCreateParams.builder().model(model).input(text)
            .voice(SpeechCreateParams.Voice.UnionMember1.ALLOY).build());
    }

    @Test
    void writesDownWhatIsSaid() throws Exception {
        var response = openai.audio().transcriptions().withRawResponse()
            .create(sound("openai/whisper-1").language("de").build());

        assertThat(response.parse().asTranscription().text()).isEqualTo("Hello, wörld");
        var sent = last("audio/transcriptions");
        assertThat(sent.header("Content-Type").orElse("")).startsWith("multipart/form-data; boundary=");
        assertThat(sent.header("Authorization")).contains("Bearer sk-upstream");
        assertThat(new String(sent.body(), ISO_8859_1)).contains("whisper-1")
            .doesNotContain("openai/whisper-1").contains(new String(SOUND, ISO_8859_1));
        var record = record(response.headers().values("X-Generation-Id").get(0));
        assertThat(record.get("heard_ms").getAsLong()).isEqualTo(61_000);
        assertThat(record.get("cost").getAsString()).isEqualTo("0.0061");
    }

    @Test
    void streamsATranscript() throws Exception {
        var deltas = new ArrayList<String>();

        try (var events = openai.audio().transcriptions().createStreaming(sound("openai/gpt-4o-transcribe").build())) {
            events.stream().forEach(event -> {
                event.transcriptTextDelta().ifPresent(delta -> deltas.add(delta.delta()));
                event.transcriptTextDone().ifPresent(done -> deltas.add("= " + done.text()));
            });
        }

        assertThat(deltas).containsExactly("Hello, ", "wörld", "= Hello, wörld");
        assertThat(record(record -> record.get("requested").getAsString().equals("openai/gpt-4o-transcribe")
            && record.get("end").getAsString().equals("COMPLETE")).get("cost").getAsString()).isEqualTo("0.00052");
    }

    @Test
    void tellsThatATranscriptBrokeOff() throws Exception {
        var params = sound("openai/gpt-4o-mini-transcribe").prompt("break off").build();

        assertThatThrownBy(() -> {
            try (var events = openai.audio().transcriptions().createStreaming(params)) {
                events.stream().forEach(event -> assertThat(event.transcriptTextDone()).isEmpty());
            }
        }).isInstanceOf(OpenAIException.class);

        var record = record(each -> each.get("requested").getAsString().equals("openai/gpt-4o-mini-transcribe"));
        assertThat(record.get("end").getAsString()).isEqualTo("UPSTREAM_TRUNCATED");
        assertThat(record.has("cost")).isFalse();
    }

    @Test
    void takesSoundInJson() throws Exception {
        var answer = new Caller(gateway.address(), gateway.key()).post("audio/transcriptions", """
            {"model":"openai/whisper-1","language":"de","timestamp_granularities":["word"],"response_format":"verbose_json",\
            "input_audio":{"format":"wav","data":"%s"}}""".formatted(Base64.getEncoder().encodeToString(SOUND)),
            gateway.key());

        assertThat(answer.json().get("text").getAsString()).isEqualTo("Hello, wörld");
        assertThat(answer.json().getAsJsonObject("usage").get("cost").getAsString()).isEqualTo("0.0061");
        assertThat(last("audio/transcriptions").text()).contains("filename=\"sound.wav\"",
            "name=\"timestamp_granularities[]\"\r\n\r\nword\r\n", "name=\"model\"\r\n\r\nwhisper-1\r\n");
    }

    @Test
    void asksAnyServerOfTheSameKindAndTellsNoCostThatNobodyKnows() throws Exception {
        var response = openai.audio().transcriptions().withRawResponse().create(sound("lab/whisper").build());

        assertThat(response.parse().asTranscription().text()).isEqualTo("Hello, wörld");
        var record = record(response.headers().values("X-Generation-Id").get(0));
        assertThat(record.get("heard_ms").getAsLong()).isEqualTo(61_000);
        assertThat(record.has("cost")).isFalse();
    }

    @Test
    void drawsInAChat() throws Exception {
        var answer = new Caller(gateway.address(), gateway.key()).post("""
            {"model":"google/gemini-2.5-flash-image","modalities":["image","text"],"messages":[{"role":"user",\
            "content":"Draw a bear"}]}""");

        var message = answer.json().getAsJsonArray("choices").get(0).getAsJsonObject().getAsJsonObject("message");
        assertThat(message.get("content").getAsString()).isEqualTo("Here:");
        assertThat(message.getAsJsonArray("images").get(0).getAsJsonObject().getAsJsonObject("image_url").get("url")
            .getAsString()).isEqualTo("data:image/png;base64," + PICTURE);
    }

    /** 25 MiB. */
    @Test
    void takesAFileAsLargeAsOpenAiTakes() throws Exception {
        var file = Files.write(home.resolve("long.wav"), new byte[25 << 20]);
        var params = TranscriptionCreateParams.builder().model("openai/whisper-1").file(file).build();

        assertThat(openai.audio().transcriptions().create(params).asTranscription().text()).isEqualTo("Hello, wörld");
    }

    private static TranscriptionCreateParams.Builder sound(String model) throws IOException {
        var file = Files.write(home.resolve("sound.wav"), SOUND);
        return TranscriptionCreateParams.builder().model(model).file(file).responseFormat(AudioResponseFormat.JSON);
    }

    @Test
    void judgesTexts() throws Exception {
        var response = openai.moderations().withRawResponse()
            .create(ModerationCreateParams.builder().input("some threat").build());

        assertThat(response.parse().results()).singleElement()
            .satisfies(result -> assertThat(result.flagged()).isTrue());
        assertThat(last("moderations").text()).contains("\"model\":\"omni-moderation-latest\"");
        assertThat(record(response.headers().values("X-Generation-Id").get(0)).get("cost").getAsString())
            .isEqualTo("0");
    }

    private Received last(String route) {
        return upstream.requests().stream().filter(request -> request.path().endsWith("/" + route))
            .reduce((first, second) -> second).orElseThrow();
    }

    private JsonObject record(String id) throws Exception {
        return record(record -> record.get("id").getAsString().equals(id));
    }

    /** Waits for a record. */
    private JsonObject record(Predicate<JsonObject> wanted) throws Exception {
        var file = home.resolve("log/calls.jsonl");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (System.nanoTime() < deadline) {
            var text = Files.exists(file) ? Files.readString(file) : "";
            var found = text.substring(0, text.lastIndexOf('\n') + 1).lines()
                .map(line -> JsonParser.parseString(line).getAsJsonObject()).filter(wanted).findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new AssertionError("the record did not come");
    }
}
