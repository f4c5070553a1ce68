package dev.powerstrip.http;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** What one exchange's client does while it waits: it listens, has gone, or has its answer. Thread-safe. */
final class HangUp {

    private enum State {
        LISTENING, GONE, OVER
    }

    private final Executor executor;
    private final List<Runnable> actions = new ArrayList<>(1);
    private State state = State.LISTENING;

    /** @param executor runs the actions, because whoever sees the client go must not be held up */
    HangUp(Executor executor) {
        this.executor = executor;
    }

    /** Runs the action when the client goes; at once if it has gone; never if the exchange is over. */
    void onHangUp(Runnable action) {
        synchronized (this) {
            if (state == State.LISTENING) {
                actions.add(action);
                return;
            }
        }
        runUnlessOver(action);
    }

    synchronized boolean isGone() {
        return state == State.GONE;
    }

    void gone() {
        List<Runnable> due;
        synchronized (this) {
            if (state != State.LISTENING) {
                return;
            }
            state = State.GONE;
            due = List.copyOf(actions);
        }
        if (!due.isEmpty()) {
            executor.execute(() -> due.forEach(this::runUnlessOver));
        }
    }

    /** The exchange has ended: nothing runs any more. */
    synchronized void over() {
        state = State.OVER;
    }

    private void runUnlessOver(Runnable action) {
        if (isGone()) {
            action.run();
        }
    }
}
