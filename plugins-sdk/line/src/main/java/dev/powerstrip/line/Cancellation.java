package dev.powerstrip.line;

import java.util.ArrayList;
import java.util.List;

/** Tells everybody who works on something that nobody wants it any more. Once cancelled it stays so. Thread-safe. */
public final class Cancellation {

    private final List<Runnable> actions = new ArrayList<>();
    private boolean cancelled;

    /** Cancels: runs every action once, on this thread. */
    public void cancel() {
        List<Runnable> due;
        synchronized (this) {
            cancelled = true;
            due = List.copyOf(actions);
            actions.clear();
        }
        due.forEach(Runnable::run);
    }

    public synchronized boolean isCancelled() {
        return cancelled;
    }

    /**
     * Registers what ends a wait; runs at once if cancelled already. The action must not block.
     *
     * @return forgets the action
     */
    public Registration onCancel(Runnable action) {
        synchronized (this) {
            if (!cancelled) {
                actions.add(action);
                return () -> forget(action);
            }
        }
        action.run();
        return () -> {};
    }

    private synchronized void forget(Runnable action) {
        actions.remove(action);
    }

    /** Something that can be taken back. */
    public interface Registration extends AutoCloseable {

        @Override
        void close();
    }
}
