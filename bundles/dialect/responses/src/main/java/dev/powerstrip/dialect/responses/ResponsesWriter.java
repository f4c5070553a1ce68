package dev.powerstrip.dialect.responses;

import com.google.gson.JsonArray;
import dev.powerstrip.sdk.dialect.AnswerFacts;
import dev.powerstrip.sdk.dialect.AnswerWriter;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Form;
import java.nio.charset.StandardCharsets;

/** Writes one answer as Responses events, or as one response, whichever form its chunks come in. */
final class ResponsesWriter implements AnswerWriter {

    private static final byte[] KEEP_ALIVE = ": POWERSTRIP PROCESSING\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = {};

    private final AnswerFacts facts;
    private final Memory memory;
    private final boolean streamed;
    private final Wording wording;

    ResponsesWriter(AnswerFacts facts, Memory memory) {
        this.facts = facts;
        this.memory = memory;
        this.streamed = facts.request().streamed();
        this.wording = facts.form().equals(Form.OPENAI_RESPONSES) ? new OwnResponses(facts, memory)
            : new ChatToResponses(facts, memory);
    }

    @Override
    public String contentType() {
        return streamed ? "text/event-stream" : "application/json";
    }

    @Override
    public byte[] write(Chunk chunk) {
        if (chunk.whole() == streamed) {
            throw new GatewayException(ErrorType.PROVIDER_UNAVAILABLE, streamed
                ? "the provider answered at once where a stream was asked for"
                : "the provider answered with a stream where none was asked for");
        }
        return wording.say(chunk);
    }

    @Override
    public byte[] fail(GatewayException error) {
        if (streamed) {
            return wording.fail(error);
        }
        if (memory.background()) {
            var failed = new ResponseObject(facts).failed(new JsonArray(), error, true);
            memory.keep(ResponseObject.id(facts), failed.toString().getBytes(StandardCharsets.UTF_8));
        }
        return NOTHING;
    }

    @Override
    public byte[] keepAlive() {
        return streamed ? KEEP_ALIVE : NOTHING;
    }
}
