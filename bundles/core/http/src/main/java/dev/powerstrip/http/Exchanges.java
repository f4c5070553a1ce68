package dev.powerstrip.http;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.util.VirtualThreads;

/** Counts the exchanges that run, and gives each a thread: a virtual one where the JDK has them. Thread-safe. */
final class Exchanges {

    private static final ClassLoader CORE = Exchanges.class.getClassLoader();

    private final AtomicInteger running = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition allEnded = lock.newCondition();
    private final Executor threads;
    private volatile boolean draining;

    Exchanges() {
        threads = VirtualThreads.areSupported() ? VirtualThreads.getNamedVirtualThreadsExecutor("exchange-")
            : platformThreads();
    }

    /** As many as exchanges run, each kept for the next one for a while. */
    private static ExecutorService platformThreads() {
        var number = new AtomicInteger();
        return new ThreadPoolExecutor(0, Integer.MAX_VALUE, 60, TimeUnit.SECONDS, new SynchronousQueue<>(),
            task -> new PlatformThread(task, number.incrementAndGet()));
    }

    /** Whether an exchange runs on the calling thread. */
    static boolean onOwnThread() {
        return VirtualThreads.isVirtualThread() || Thread.currentThread() instanceof PlatformThread;
    }

    int running() {
        return running.get();
    }

    boolean draining() {
        return draining;
    }

    /** Runs an exchange on a thread of its own; false, and nothing is run, if that many run already. */
    boolean fork(Runnable exchange, int most) {
        if (running.incrementAndGet() > most) {
            leave();
            return false;
        }
        var begun = false;
        try {
            threads.execute(() -> run(exchange));
            begun = true;
        } finally {
            if (!begun) {
                leave();
            }
        }
        return true;
    }

    private void run(Runnable exchange) {
        try {
            Thread.currentThread().setContextClassLoader(CORE);
            exchange.run();
        } finally {
            leave();
        }
    }

    private void leave() {
        if (running.decrementAndGet() == 0 && draining) {
            lock.lock();
            try {
                allEnded.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** From now on says that it drains, and waits until no exchange runs; not longer than that. */
    void drain(Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            draining = true;
            long nanos = atMost.toNanos();
            while (running.get() > 0 && nanos > 0) {
                nanos = allEnded.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets the threads go that wait for another exchange. */
    void close() {
        if (threads instanceof ExecutorService pool) {
            pool.shutdown();
        }
    }

    private static final class PlatformThread extends Thread {

        PlatformThread(Runnable task, int number) {
            super(task, "exchange-" + number);
            setDaemon(true);
        }
    }
}
