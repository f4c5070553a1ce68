package dev.powerstrip.dialect.openai;

import static dev.powerstrip.dialect.openai.Samples.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.powerstrip.sdk.chat.Capability;
import dev.powerstrip.sdk.chat.ModelRequest;
import dev.powerstrip.sdk.chat.TranscriptionRequest;
import dev.powerstrip.sdk.dialect.AnswerFacts;
import dev.powerstrip.sdk.dialect.AnswerWriter;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Usage;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.http.MultipartForm;
import dev.powerstrip.sdk.http.RequestHead;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures, speech, transcripts and moderation. */
class MediaTest {

    private static final GatewayException BROKEN = new GatewayException(ErrorType.PROVIDER_UNAVAILABLE, "broken off");

    private final OpenAiDialect dialect = new OpenAiDialect();

    private ModelRequest read(String route, String contentType, byte[] body) {
        var head = new RequestHead("POST", "/v1/" + route, "", Headers.of("Content-Type", contentType),
            InetSocketAddress.createUnresolved("client", 1));
        assertThat(dialect.accepts(head)).isTrue();
        return dialect.read(head, body);
    }

    private ModelRequest read(String route, String json) {
        return read(route, "application/json", bytes(json));
    }

    private TranscriptionRequest read(MultipartForm form) {
        return (TranscriptionRequest) read("audio/transcriptions", form.contentType(), form.bytes());
    }

    private static MultipartForm form() {
        return MultipartForm.empty("abc").withFile("file", "a.wav", "audio/wav", new byte[] {1, 2, 3});
    }

    private AnswerWriter writer(ModelRequest request) {
        return dialect.writer(new AnswerFacts("gen-1", Instant.ofEpochSecond(1), request, Samples.PRICED,
            request.form()));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "images/generations | {'model':'m','prompt':'a bear','n':2,'odd':1} | IMAGES | false",
        "images/generations | {'model':'m','prompt':'a bear','stream':true,'partial_images':1} | IMAGES | true",
        "audio/speech | {'model':'m','input':'Hi','voice':'alloy','speed':1.5} | SPEECH | false",
        "audio/speech | {'model':'m','input':'Hi','voice':{'id':'v1'},'stream_format':'sse'} | SPEECH | true",
        "moderations | {'model':'m','input':'Hi'} | MODERATION | false",
        "moderations | {'model':'m','input':['Hi',{'type':'text','text':'a'}]} | MODERATION | false",
        "audio/transcriptions | {'model':'m','input_audio':{'format':'wav','data':'AQID'}} | TRANSCRIPTION | false",
        "audio/transcriptions | {'model':'m','stream':true,'input_audio':{'format':'wav','data':'AQID'}} | TRANSCRIPTION | true"})
    void readsWhatClientsAsk(String route, String json, Capability capability, boolean streamed) {
        var request = read(route, json.replace('\'', '"'));

        assertThat(request.capability()).isEqualTo(capability);
        assertThat(request.streamed()).isEqualTo(streamed);
        assertThat(request.models()).containsExactly("m");
        assertThat(dialect.canonical(request)).isSameAs(request);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "images/generations | {'model':'m'} | prompt is required",
        "images/generations | {'model':'m','prompt':'a','n':11} | n must be a whole number from 1 to 10; it is 11",
        "images/generations | {'model':'m','prompt':'a','n':2,'stream':true} | n must be a whole number from 1 to 1",
        "audio/speech | {'model':'m','voice':'a'} | input is required",
        "audio/speech | {'model':'m','input':'a','voice':7} | voice must be a string or an object with \"id\"; it is 7",
        "audio/speech | {'model':'m','input':'a','speed':9} | speed must be a number from 0.25 to 4",
        "audio/speech | {'model':'m','input':'a','stream_format':'mp3'} | stream_format must be `audio` or `sse`",
        "moderations | {} | input is required",
        "moderations | {'input':[7]} | input[0] must be a string or an object",
        "audio/transcriptions | {'model':'m'} | input_audio is required",
        "audio/transcriptions | {'model':'m','input_audio':{'format':'wav','data':'%%'}} | input_audio.data must be",
        "audio/transcriptions | {'model':'m','input_audio':{'format':'a/b','data':'AQID'}} | input_audio.format must be",
        "audio/transcriptions | {'input_audio':{'format':'wav','data':'AQID'}} | model is required",
        "audio/transcriptions | {'model':'m','response_format':'srt','input_audio':{'format':'wav','data':'AQID'}} | response_format must be"})
    void refusesByNameWhatIsWrong(String route, String json, String told) {
        assertThatThrownBy(() -> read(route, json.replace('\'', '"'))).isInstanceOfSatisfying(GatewayException.class,
            error -> assertThat(error.type()).isEqualTo(ErrorType.INVALID_REQUEST))
            .hasMessageContaining(told.replace('`', '"'));
    }

    @Test
    void judgesByOpenAisOwnModelWhereNoneIsNamed() {
        assertThat(read("moderations", "{\"input\":\"Hi\"}").models()).containsExactly("openai/omni-moderation-latest");
    }

    @Test
    void readsAFormWithAFile() {
        var form
            = form().withText("model", "m").withText("stream", "true").withText("timestamp_granularities[]", "word")
                .withText("provider", "{\"only\":[\"openai\"]}");

        var request = read(form);

        assertThat(request.streamed()).isTrue();
        assertThat(request.models()).containsExactly("m");
        assertThat(request.preferences().only()).containsExactly("openai");
        assertThat(request.body().get("timestamp_granularities").items()).hasSize(1);
        assertThat(request.upload().bytes()).isSameAs(form.bytes());
    }

    @Test
    void refusesAFormWithoutWhatIsNeeded() {
        assertThatThrownBy(() -> read(form())).hasMessageContaining("model is required");
        assertThatThrownBy(() -> read(MultipartForm.empty("abc").withText("model", "m")))
            .hasMessageContaining("file is required");
        assertThatThrownBy(() -> read(form().withText("model", "m").withText("stream", "yes")))
            .hasMessageContaining("stream must be true or false");
        assertThatThrownBy(() -> read(form().withText("model", "m").withText("provider", "openai")))
            .hasMessageContaining("provider is not valid JSON");
        assertThatThrownBy(() -> read("audio/transcriptions", "multipart/form-data; boundary=abc", bytes("--abc\r\n")))
            .hasMessageContaining("no valid multipart form");
    }

    @Test
    void makesAFormOfSoundInJson() {
        var request = (TranscriptionRequest) read("audio/transcriptions", """
            {"model":"m","temperature":0.2,"timestamp_granularities":["word","segment"],"language":null,\
            "input_audio":{"format":"mp3","data":"AQID"}}""");

        var form = MultipartForm.of(request.upload().contentType(), request.upload().bytes());
        assertThat(form.names()).containsExactly("model", "temperature", "timestamp_granularities[]",
            "timestamp_granularities[]", "file");
        assertThat(form.texts("temperature")).containsExactly("0.2");
        var file = form.part("file").orElseThrow();
        assertThat(file.fileName()).isEqualTo("sound.mp3");
        assertThat(file.length()).isEqualTo(3);
    }

    @Test
    void writesSoundUnderItsOwnContentTypeAndBreaksOffWithoutWords() {
        var request = read("audio/speech", "{\"model\":\"m\",\"input\":\"Hi\"}");
        var writer = writer(request);

        assertThat(writer.write(Chunk.piece(request.form(), "audio/wav", bytes("RIFF")).content(() -> "").build()))
            .isEqualTo(bytes("RIFF"));
        assertThat(writer.contentType()).isEqualTo("audio/wav");
        assertThat(writer.fail(BROKEN)).isEmpty();
        assertThatThrownBy(() -> writer.write(Chunk.piece(request.form(), "", bytes("{}")).build()))
            .hasMessageContaining("bytes of sound were asked for");
    }

    @Test
    void saysSoundInEventsToAClientThatWantsThem() {
        var request = read("audio/speech", "{\"model\":\"m\",\"input\":\"Hi\",\"stream_format\":\"sse\"}");
        var writer = writer(request);

        assertThat(text(writer.write(Chunk.piece(request.form(), "audio/wav", bytes("RIFF")).build())))
            .isEqualTo("data: {\"type\":\"speech.audio.delta\",\"audio\":\"%s\"}\n\n"
                .formatted(Base64.getEncoder().encodeToString(bytes("RIFF"))));
        assertThat(text(writer.write(Chunk.piece(request.form(), "audio/wav", new byte[0]).terminal().build())))
            .isEqualTo("data: {\"type\":\"speech.audio.done\"}\n\n");
        assertThat(writer.contentType()).isEqualTo("text/event-stream");
        assertThat(text(writer.fail(BROKEN))).startsWith("data: {\"type\":\"error\",\"error\":{\"code\":502,")
            .endsWith("}\n\n");
    }

    @Test
    void saysEventsAsTheyCameAndTheCostInTheLast() {
        var request = read("images/generations", "{\"model\":\"m\",\"prompt\":\"a bear\",\"stream\":true}");
        var writer = writer(request);

        assertThat(text(writer.write(Chunk.piece(request.form(), "e", bytes("{\"type\": \"e\"}")).build())))
            .isEqualTo("event: e\ndata: {\"type\": \"e\"}\n\n");
        assertThat(text(writer.write(Chunk.piece(request.form(), "", bytes("{\"type\":\"f\",\"usage\":{\"a\":1}}"))
            .usage(Usage.of(1_000_000, 0)).terminal().build())))
            .isEqualTo("data: {\"type\":\"f\",\"usage\":{\"a\":1,\"cost\":0.15}}\n\n");
    }

    @Test
    void tellsAWholeAnswerByTheLastEventToAClientThatWantsEvents() {
        var picture = read("images/generations", "{\"model\":\"m\",\"prompt\":\"a bear\",\"stream\":true}");
        assertThat(text(writer(picture).write(Chunk.whole(picture.form(),
            bytes("{\"created\":1,\"data\":[{\"b64_json\":\"AQID\"}]}")).build())))
            .isEqualTo("data: {\"created\":1,\"type\":\"image_generation.completed\",\"b64_json\":\"AQID\"}\n\n");

        var transcript = read(form().withText("model", "m").withText("stream", "true"));
        assertThat(text(writer(transcript).write(Chunk.whole(transcript.form(), bytes("{\"text\":\"Hi\"}")).build())))
            .isEqualTo("data: {\"text\":\"Hi\",\"type\":\"transcript.text.done\"}\n\n");
    }
}
