package dev.powerstrip.provider.azure;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Frame;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.json.MalformedJsonException;
import java.util.function.Consumer;

/** A form's own reader, which also knows how Azure refuses a prompt that its content filter does not let through. */
final class FilterReader implements AnswerReader {

    private final AnswerReader reader;

    FilterReader(AnswerReader reader) {
        this.reader = reader;
    }

    @Override
    public void read(Frame frame, Consumer<Chunk> chunks) {
        reader.read(frame, chunks);
    }

    @Override
    public GatewayException refused(int status, Headers headers, byte[] body) {
        var error = reader.refused(status, headers, body);
        return isFiltered(body) ? new GatewayException(ErrorType.CONTENT_POLICY_VIOLATION, error.getMessage()) : error;
    }

    private static boolean isFiltered(byte[] body) {
        try {
            return JsonView.parse(body).get("error").get("code").string().filter("content_filter"::equals).isPresent();
        } catch (MalformedJsonException page) {
            return false;
        }
    }
}
