package dev.powerstrip.dialect.gemini;

import dev.powerstrip.sdk.dialect.AnswerFacts;
import dev.powerstrip.sdk.dialect.AnswerWriter;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Form;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** Writes one answer as generateContent's responses, whichever form its chunks come in. */
final class GenerateWriter implements AnswerWriter {

    private static final byte[] NOTHING = {};

    private final AnswerFacts facts;
    private final Layout layout;
    private final Function<Chunk, byte[]> form;

    GenerateWriter(AnswerFacts facts, Layout layout) {
        this.facts = facts;
        this.layout = layout;
        this.form = facts.form().equals(Form.GEMINI_GENERATE) ? new OwnGenerate(facts) : new ChatToGenerate(facts);
    }

    @Override
    public String contentType() {
        return layout.contentType();
    }

    @Override
    public byte[] write(Chunk chunk) {
        if (chunk.whole() == layout.streamed()) {
            throw new GatewayException(ErrorType.PROVIDER_UNAVAILABLE, layout.streamed()
                ? "the provider answered at once where a stream was asked for"
                : "the provider answered with a stream where none was asked for");
        }
        var json = form.apply(chunk);
        return json.length == 0 ? NOTHING : layout.response(json, chunk.terminal());
    }

    @Override
    public byte[] fail(GatewayException error) {
        return layout.failure(
            ErrorEnvelope.json(error, facts.generationId()).toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public byte[] keepAlive() {
        return layout.pause();
    }
}
