package com.acme.powerstrip;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.form.ChatAnswer;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Finish;
import dev.powerstrip.sdk.form.Frame;
import dev.powerstrip.sdk.form.UpstreamErrors;
import dev.powerstrip.sdk.form.Usage;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.json.MalformedJsonException;
import java.util.function.Consumer;

/** Reads Acme's answer to a talk; a whole one is a stream of one event. */
final class TalkToChat implements AnswerReader {

    private final boolean streamed;
    private ChatAnswer answer;

    TalkToChat(boolean streamed) {
        this.streamed = streamed;
    }

    @Override
    public void read(Frame frame, Consumer<Chunk> chunks) {
        var event = parse(frame);
        if (event.get("error").hasValue()) {
            throw UpstreamErrors.inBody(event.get("error"));
        }
        if (answer == null) {
            answer = new ChatAnswer(event.get("talk").string().orElse(""), event.get("engine").string().orElse(""),
                event.get("at").integer().orElse(0), streamed);
        }
        event.get("says").string().ifPresent(text -> answer.text(text, chunks));
        event.get("over").string().ifPresent(why -> end(why, event.get("tokens"), chunks));
    }

    private static JsonView parse(Frame frame) {
        try {
            return JsonView.parse(frame.data());
        } catch (MalformedJsonException e) {
            throw new GatewayException(ErrorType.PROVIDER_UNAVAILABLE, "Acme's answer is no talk: " + e.getMessage(),
                e);
        }
    }

    private void end(String why, JsonView tokens, Consumer<Chunk> chunks) {
        answer.finish(new Finish(why.equals("limit") ? "length" : "stop", why));
        answer.usage(Usage.of(tokens.get("read").integer().orElse(0), tokens.get("said").integer().orElse(0)));
        answer.end(chunks);
    }
}
