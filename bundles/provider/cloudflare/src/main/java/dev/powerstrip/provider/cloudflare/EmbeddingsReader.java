package dev.powerstrip.provider.cloudflare;

import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.form.Frame;
import dev.powerstrip.sdk.http.Headers;
import java.util.function.Consumer;

/** Reads embeddings, which come as everyone has them; the errors are Cloudflare's. */
final class EmbeddingsReader implements AnswerReader {

    private final AnswerReader usual = AnswerReader.of(Form.OPENAI_EMBEDDINGS);

    @Override
    public void read(Frame frame, Consumer<Chunk> chunks) {
        if (CloudflareErrors.mayBeIn(frame)) {
            CloudflareErrors.parsed(frame).ifPresent(CloudflareErrors::check);
        }
        usual.read(frame, chunks);
    }

    @Override
    public GatewayException refused(int status, Headers headers, byte[] body) {
        return CloudflareErrors.refused(status, headers, body);
    }
}
