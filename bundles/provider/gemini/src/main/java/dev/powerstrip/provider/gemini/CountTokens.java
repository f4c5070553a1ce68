package dev.powerstrip.provider.gemini;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.form.Frame;
import dev.powerstrip.sdk.json.JsonEdit;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.json.MalformedJsonException;
import dev.powerstrip.sdk.provider.Endpoint;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Google's count of a request's tokens, beside which it says how many of them are of which kind. */
final class CountTokens implements AnswerReader {

    private static final byte[] WRAPPER = "{\"generateContentRequest\":".getBytes(StandardCharsets.US_ASCII);

    /** With its instruction and tools a request is counted only as a whole, and then names its model itself. */
    static byte[] request(byte[] generate, Endpoint endpoint) {
        var body = new ByteArrayOutputStream();
        body.writeBytes(WRAPPER);
        body.writeBytes(
            new JsonEdit(JsonView.composed(generate)).set("model", "models/" + endpoint.nativeId()).toBytes());
        body.write('}');
        return body.toByteArray();
    }

    @Override
    public void read(Frame frame, Consumer<Chunk> chunks) {
        var json = parse(frame);
        var count = json.get("totalTokens");
        if (count.integer().isEmpty() || !frame.whole()) {
            throw nonsense("it has no \"totalTokens\"", null);
        }
        var told = new JsonEdit(json).setRaw(json, "input_tokens", count.toBytes()).toBytes();
        AnswerReader.of(Form.TOKEN_COUNT).read(new Frame("", told, true), chunks);
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
