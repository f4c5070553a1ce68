package dev.powerstrip.sdk.form;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.json.MalformedJsonException;
import java.util.function.Consumer;

/** Taps the count of a request's tokens; counting uses none. */
final class CountReader implements AnswerReader {

    @Override
    public void read(Frame frame, Consumer<Chunk> chunks) {
        var json = parse(frame);
        if (json.get("error").hasValue()) {
            throw UpstreamErrors.inBody(json.get("error"));
        }
        if (json.get("input_tokens").integer().isEmpty() || !frame.whole()) {
            throw nonsense("it has no \"input_tokens\"", null);
        }
        chunks.accept(Chunk.whole(Form.TOKEN_COUNT, frame.data()).json(json).content(() -> "").usage(Usage.none())
            .build());
    }

    private static JsonView parse(Frame frame) {
        try {
            return JsonView.parse(frame.data());
        } catch (MalformedJsonException e) {
            throw nonsense(e.getMessage(), e);
        }
    }

    private static GatewayException nonsense(String problem, Throwable cause) {
        return new GatewayException(ErrorType.PROVIDER_UNAVAILABLE,
            "the provider's answer is no count of tokens: " + problem, cause);
    }
}
