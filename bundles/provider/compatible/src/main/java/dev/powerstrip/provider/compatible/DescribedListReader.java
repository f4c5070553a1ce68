package dev.powerstrip.provider.compatible;

import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.form.Frame;
import dev.powerstrip.sdk.http.Headers;
import java.util.function.Consumer;

/** Reads what comes from a vendor as it does from everyone, such as embeddings; its errors may be its own. */
final class DescribedListReader implements AnswerReader {

    private final AnswerReader usual;
    private final ErrorRules errors;

    DescribedListReader(Form form, ErrorRules errors) {
        this.usual = AnswerReader.of(form);
        this.errors = errors;
    }

    @Override
    public void read(Frame frame, Consumer<Chunk> chunks) {
        usual.read(frame, chunks);
    }

    @Override
    public GatewayException refused(int status, Headers headers, byte[] body) {
        return errors.refused(status, headers, body);
    }
}
