package dev.powerstrip.dispatch;

import dev.powerstrip.sdk.form.Chunk;
import java.time.Duration;

/** An answer that was there at once. */
final class WholeFlow extends Flow {

    WholeFlow(Chunk answer) {
        add(answer);
    }

    @Override
    void patience(Duration time) {}

    @Override
    void pull() {
        throw brokenOff();
    }

    @Override
    void close() {}
}
