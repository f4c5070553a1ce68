package dev.powerstrip.http;

import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The edge's own threads. Jetty asks them to go on with a connection when its exchange has ended; the exchange's thread
 * does that itself, because it waits for nothing and waking another thread costs more.
 */
final class EdgeThreads extends QueuedThreadPool {

    EdgeThreads(int most) {
        super(most);
        setName("http");
        setDaemon(true);
    }

    @Override
    public void execute(Runnable task) {
        if (task instanceof Connection && Exchanges.onOwnThread()) {
            task.run();
        } else {
            super.execute(task);
        }
    }
}
