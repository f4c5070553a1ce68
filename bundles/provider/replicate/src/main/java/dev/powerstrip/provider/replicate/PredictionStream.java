package dev.powerstrip.provider.replicate;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Frame;
import dev.powerstrip.sdk.form.Framing;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.json.MalformedJsonException;
import dev.powerstrip.sdk.provider.ChunkSource;
import dev.powerstrip.sdk.upstream.UpstreamResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** What a prediction says, as it says it; its tokens are asked for at its end. One thread. */
final class PredictionStream implements ChunkSource {

    private final Predictions predictions;
    private final Prediction made;
    private final PredictionAnswer answer;
    private final Deque<Chunk> ready = new ArrayDeque<>();
    private final byte[] buffer = new byte[8192];
    private Optional<UpstreamResponse> response = Optional.empty();
    private Framing framing;
    private boolean done;
    private boolean over;

    PredictionStream(Predictions predictions, Prediction made, PredictionAnswer answer) {
        this.predictions = predictions;
        this.made = made;
        this.answer = answer;
    }

    @Override
    public Optional<Chunk> next() throws IOException {
        while (ready.isEmpty() && !over) {
            pull();
        }
        return Optional.ofNullable(ready.poll());
    }

    private void pull() throws IOException {
        if (response.isEmpty() && (made.stream().isEmpty() || !made.runs())) {
            answer.whole(predictions.finished(made), ready::add);
            over = true;
            return;
        }
        if (response.isEmpty()) {
            response = Optional.of(predictions.listen(made.stream().get()));
            framing = Framing.of(response.get().headers().first("Content-Type").orElse(""));
        }
        read();
        if (done) {
            var ended = predictions.ended(made);
            ended.requireSuccess();
            answer.end(ended, ready::add);
        }
    }

    /** A stream that ends without its last event has broken off. */
    private void read() throws IOException {
        int count = response.get().body().read(buffer);
        if (count < 0) {
            framing.end(this::take);
            over = true;
        } else {
            framing.feed(buffer, 0, count, this::take);
            over = done;
        }
    }

    private void take(Frame frame) {
        if (frame.whole()) {
            throw Prediction.nonsense("it is no stream", null);
        }
        var data = new String(frame.data(), StandardCharsets.UTF_8);
        switch (frame.event()) {
            case "output" -> answer.text(data, ready::add);
            case "error" -> throw Prediction.failed(detail(data));
            case "done" -> end(frame);
            default -> {}
        }
    }

    private static String detail(String data) {
        try {
            return JsonView.parse(data.getBytes(StandardCharsets.UTF_8)).get("detail").string().orElse(data);
        } catch (MalformedJsonException text) {
            return data;
        }
    }

    private void end(Frame frame) {
        try {
            JsonView.parse(frame.data()).get("reason").string().ifPresent(reason -> {
                throw new GatewayException(ErrorType.PROVIDER_UNAVAILABLE,
                    "the provider ended its answer early: " + reason);
            });
        } catch (MalformedJsonException broken) {
            throw Prediction.nonsense(broken.getMessage(), broken);
        }
        done = true;
    }

    @Override
    public void close() throws IOException {
        if (response.isPresent()) {
            response.get().close();
        }
    }
}
