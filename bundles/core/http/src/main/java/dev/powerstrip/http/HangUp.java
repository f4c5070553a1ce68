package dev.powerstrip.http;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;

/** What one exchange's client does while it waits: it listens, has gone, or has its answer. Thread-safe. */
final class HangUp {

    private enum State {
        LISTENING, GONE, OVER
    }

    private final Executor executor;
    private final Queue<Runnable> actions = new ArrayDeque<>(1);
    private State state = State.LISTENING;

    /** @param executor runs the actions where whoever sees the client go must not be held up */
    HangUp(Executor executor) {
        this.executor = executor;
    }

    /** Runs the action when the client goes; at once if it has gone; never if the exchange is over. */
    void onHangUp(Runnable action) {
        synchronized (this) {
            actions.add(action);
        }
        runDue();
    }

    synchronized boolean isGone() {
        return state == State.GONE;
    }

    /** For those who watch connections: the client has gone, the actions run elsewhere. */
    void seen() {
        if (goes()) {
            executor.execute(this::runDue);
        }
    }

    /**
     * For the exchange's own thread: the client has gone. Every action has begun when this returns, so that none is
     * lost when the thread ends its exchange for the same reason.
     */
    void met() {
        goes();
        runDue();
    }

    private synchronized boolean goes() {
        if (state != State.LISTENING) {
            return false;
        }
        state = State.GONE;
        return true;
    }

    /** The exchange has ended: no action begins any more. */
    synchronized void over() {
        state = State.OVER;
    }

    private void runDue() {
        for (var action = nextDue(); action.isPresent(); action = nextDue()) {
            action.get().run();
        }
    }

    private synchronized Optional<Runnable> nextDue() {
        return state == State.GONE ? Optional.ofNullable(actions.poll()) : Optional.empty();
    }
}
