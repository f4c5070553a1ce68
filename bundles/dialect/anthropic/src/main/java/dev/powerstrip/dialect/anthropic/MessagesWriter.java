package dev.powerstrip.dialect.anthropic;

import dev.powerstrip.sdk.dialect.AnswerFacts;
import dev.powerstrip.sdk.dialect.AnswerWriter;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.form.ServerSentEvent;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** Writes one answer as Messages events, or as one message, whichever form its chunks come in. */
final class MessagesWriter implements AnswerWriter {

    private static final byte[] PING
        = "event: ping\ndata: {\"type\": \"ping\"}\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] COMMENT = ": POWERSTRIP PROCESSING\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = {};

    private final AnswerFacts facts;
    private final boolean streamed;
    private final Function<Chunk, byte[]> form;
    private boolean begun;

    MessagesWriter(AnswerFacts facts) {
        this.facts = facts;
        this.streamed = facts.request().streamed();
        this.form = facts.form().equals(Form.ANTHROPIC_MESSAGES) ? new OwnMessages(facts)
            : new ChatToMessages(facts, streamed ? new MessageEvents(facts) : new WholeMessage(facts));
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
        var bytes = form.apply(chunk);
        begun |= bytes.length > 0;
        return bytes;
    }

    @Override
    public byte[] fail(GatewayException error) {
        return streamed ? ServerSentEvent.of("error",
            ErrorEnvelope.json(error, facts.generationId()).toString().getBytes(StandardCharsets.UTF_8)) : NOTHING;
    }

    /** A ping is an event like others and must not come before {@code message_start}; a comment may. */
    @Override
    public byte[] keepAlive() {
        if (!streamed) {
            return NOTHING;
        }
        return begun ? PING : COMMENT;
    }
}
