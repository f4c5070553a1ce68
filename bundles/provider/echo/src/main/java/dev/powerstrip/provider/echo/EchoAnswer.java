package dev.powerstrip.provider.echo;

import dev.powerstrip.sdk.form.ChatAnswer;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.provider.Attempt;
import dev.powerstrip.sdk.provider.ChunkSource;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;

/** Says an echo token by token, with a pause before each; or all at once, after all the pauses. */
final class EchoAnswer implements ChunkSource {

    private final Echo echo;
    private final Attempt attempt;
    private final Pace pace;
    private final boolean streamed;
    private final ChatAnswer answer;
    private final Iterator<String> pieces;
    private final Queue<Chunk> ready = new ArrayDeque<>();
    private boolean begun;
    private boolean ended;

    EchoAnswer(Echo echo, Attempt attempt, Pace pace, boolean streamed, long created) {
        this.echo = echo;
        this.attempt = attempt;
        this.pace = pace;
        this.streamed = streamed;
        this.answer = new ChatAnswer("chatcmpl-" + UUID.randomUUID(), attempt.endpoint().nativeId(), created, streamed);
        this.pieces = echo.pieces().iterator();
    }

    @Override
    public Optional<Chunk> next() throws IOException {
        while (ready.isEmpty() && !ended) {
            if (!begun) {
                begin();
            } else if (pieces.hasNext()) {
                say(pieces.next());
            } else {
                end();
            }
        }
        return Optional.ofNullable(ready.poll());
    }

    private void begin() throws IOException {
        attempt.pause(streamed ? pace.firstToken() : pace.whole(echo.pieces().size()));
        begun = true;
        answer.begin(ready::add);
        if (!echo.tool().isEmpty()) {
            answer.toolCall("call_" + UUID.randomUUID().toString().replace("-", ""), echo.tool(), ready::add);
        }
        if (pieces.hasNext()) {
            add(pieces.next());
        }
    }

    private void say(String piece) throws IOException {
        if (streamed) {
            attempt.pause(pace.nextToken());
        }
        add(piece);
    }

    private void add(String piece) {
        if (!echo.tool().isEmpty()) {
            answer.toolArguments(piece, ready::add);
        } else if (!piece.isEmpty()) {
            answer.text(piece, ready::add);
        }
    }

    private void end() {
        answer.finish(echo.finish());
        answer.usage(echo.usage());
        answer.end(ready::add);
        ended = true;
    }
}
