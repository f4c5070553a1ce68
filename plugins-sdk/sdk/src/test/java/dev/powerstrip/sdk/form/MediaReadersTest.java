package dev.powerstrip.sdk.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures, speech, transcripts and judgements. */
class MediaReadersTest {

    private static List<Chunk> read(Form form, String contentType, String... pieces) {
        var framing = Framing.of(contentType);
        var reader = AnswerReader.of(form);
        var chunks = new ArrayList<Chunk>();
        for (var piece : pieces) {
            var bytes = piece.getBytes(StandardCharsets.UTF_8);
            framing.feed(bytes, 0, bytes.length, frame -> reader.read(frame, chunks::add));
        }
        framing.end(frame -> reader.read(frame, chunks::add));
        return chunks;
    }

    private static Chunk whole(Form form, String json) {
        var chunks = read(form, "application/json", json);
        assertThat(chunks).singleElement().satisfies(chunk -> assertThat(chunk.whole() && chunk.content()).isTrue());
        return chunks.get(0);
    }

    @Test
    void countsPicturesAndTheirTokens() {
        var chunk = whole(Form.OPENAI_IMAGES, """
            {"data":[{},{}],"usage":{"input_tokens":10,"output_tokens":100,"total_tokens":110,\
            "output_tokens_details":{"image_tokens":90}}}""");

        assertThat(chunk.usage()).contains(Usage.of(10, 100).withImageCompletion(90).withImagesMade(2));
        assertThat(whole(Form.OPENAI_IMAGES, "{\"data\":[{}]}").usage()).contains(Usage.none().withImagesMade(1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{'text':'a'} | ",
        "{'text':'a','usage':{'type':'duration','seconds':61}} | 61000",
        "{'text':'a','usage':{'prompt_audio_seconds':2.5}} | 2500",
        "{'text':'a','duration':8.47} | 8470", //
        "{'text':'a','duration':1E+2147483647} | ", //
        "{'text':'a','duration':1e99999999999} | ", //
        "{'text':'a','duration':-3} | ", //
        "{'text':'a','usage':{'seconds':1E+2147483647}} | 0"})
    void readsHowLongTheSoundWas(String json, String milliseconds) {
        var usage = whole(Form.OPENAI_TRANSCRIPTION, json.replace('\'', '"')).usage();

        assertThat(usage.map(Usage::millisecondsHeard).map(Object::toString).orElse(null)).isEqualTo(milliseconds);
    }

    @Test
    void tellsTheTextOfATranscriptPieceByPiece() {
        var chunks = read(Form.OPENAI_TRANSCRIPTION, "text/event-stream",
            "data: {\"type\":\"transcript.text.delta\",\"delta\":\"Hi\"}\n\n", """
                data: {"type":"transcript.text.done","text":"Hi","usage":{"input_tokens":14,\
                "input_token_details":{"audio_tokens":10},"output_tokens":4,"total_tokens":18}}

                """, "data: [DONE]\n\n");

        assertThat(chunks).extracting(Chunk::text).containsExactly("Hi", "");
        assertThat(chunks).extracting(Chunk::terminal).containsExactly(false, true);
        assertThat(chunks.get(1).usage()).contains(Usage.of(14, 4).withAudio(10, 0));
    }

    @Test
    void handsSoundOnAsItComesAndEndsWithIt() {
        var chunks = read(Form.OPENAI_SPEECH, "audio/pcm; rate=24000", "abc", "de");

        assertThat(chunks).extracting(chunk -> new String(chunk.data(), StandardCharsets.UTF_8))
            .containsExactly("abc", "de", "");
        assertThat(chunks).extracting(Chunk::event).containsOnly("audio/pcm; rate=24000");
        assertThat(chunks).extracting(Chunk::terminal).containsExactly(false, false, true);
        assertThat(chunks).extracting(Chunk::content).containsExactly(true, true, false);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "openai.speech | audio/mpeg | `` | no sound",
        "openai.speech | application/json | {'audio':'x'} | is JSON",
        "openai.speech | text/html | <html> | none of sound",
        "openai.speech | application/json | {'error':{'message':'no voice'}} | no voice",
        "openai.transcription | text/plain | Hello | no transcript",
        "openai.transcription | application/json | {'texts':[]} | no 'text'",
        "openai.images | application/json | {'data':{}} | no 'data'",
        "openai.moderation | application/json | {} | no 'results'",
        "openai.images | text/event-stream | data: {'a':1}\\n\\n | no 'type'",
        "openai.images | text/event-stream | data: {'type':'error','error':{'message':'too busy'}}\\n\\n | too busy",
        "openai.images | text/event-stream | data: nonsense\\n\\n | no answer in openai.images"})
    void saysWhatIsWrongWithAnAnswer(String form, String contentType, String answer, String told) {
        var said = answer.replace('\'', '"').replace("\\n", "\n");

        assertThatThrownBy(() -> read(Form.of(form), contentType, said)).isInstanceOfSatisfying(GatewayException.class,
            error -> assertThat(error.type().fault()).isEqualTo(ErrorType.Fault.UPSTREAM))
            .hasMessageContaining(told.replace('\'', '"'));
    }
}
