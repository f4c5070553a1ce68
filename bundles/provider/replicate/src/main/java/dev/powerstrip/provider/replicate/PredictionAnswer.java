package dev.powerstrip.provider.replicate;

import dev.powerstrip.sdk.form.ChatAnswer;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Finish;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Says in the canonical form what a prediction says. One answer, one thread. */
final class PredictionAnswer {

    private final ChatAnswer answer;
    private final OptionalLong limit;

    PredictionAnswer(ChatToPrediction said, Prediction made, long created, boolean streamed) {
        this.answer = new ChatAnswer(made.id(), said.model(), created, streamed);
        this.limit = said.limit();
    }

    void text(String piece, Consumer<Chunk> out) {
        if (!piece.isEmpty()) {
            answer.text(piece, out);
        }
    }

    /** The whole of one that has ended. */
    void whole(Prediction ended, Consumer<Chunk> out) {
        text(ended.output(), out);
        end(ended, out);
    }

    /** Replicate does not say why an answer ends: one with as many tokens as it was allowed was cut off. */
    void end(Prediction ended, Consumer<Chunk> out) {
        var usage = ended.usage();
        boolean cut = limit.isPresent() && usage.filter(used -> used.completion() >= limit.getAsLong()).isPresent();
        answer.finish(new Finish(cut ? "length" : "stop", ended.status()));
        usage.ifPresent(answer::usage);
        answer.end(out);
    }
}
