package dev.powerstrip.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * A client's connection that stays readable while its exchange runs, so that a hang-up is seen at once; early bytes are
 * kept for the next {@link #fill}. Beneath TLS these are records. It also ends connections whose next request is late.
 */
final class WatchedEndPoint extends SocketChannelEndPoint {

    /** What comes early beyond this stays in the socket; the hang-up behind it is seen when it is read. */
    private static final int MOST_EARLY_BYTES = 64 << 10;
    private static final int FIRST_EARLY_BYTES = 2 << 10;

    private final Executor executor;
    private final Patience patience;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<HangUp> running = new HashSet<>(2);
    private SelectionKey key;
    /** In flush mode: what lies between position and limit is to be read. */
    private ByteBuffer early = BufferUtil.EMPTY_BUFFER;
    /** True only while the selector will tell of bytes. */
    private boolean armed;
    private boolean givenUp;
    /** True once HTTP/2 is spoken: Jetty reads on by itself then. */
    private volatile boolean multiplexed;

    WatchedEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler,
        Executor executor, Patience patience) {
        super(channel, selector, key, scheduler);
        this.key = key;
        this.executor = executor;
        this.patience = patience;
    }

    /** The connection beneath a request. */
    static WatchedEndPoint of(Request request) {
        var endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        while (endPoint instanceof EndPoint.Wrapper wrapper) {
            endPoint = wrapper.unwrap();
        }
        return (WatchedEndPoint) endPoint;
    }

    /**
     * An exchange runs: its client is watched, from the start where its body is here, else from
     * {@link #bodyRead} on. Until then whoever reads the body sees a hang-up.
     */
    void began(HangUp exchange, HttpVersion version, boolean bodyIsHere) {
        lock.lock();
        try {
            multiplexed = version == HttpVersion.HTTP_2;
            running.add(exchange);
            patience.headCame();
            if (bodyIsHere) {
                watch();
            }
        } finally {
            lock.unlock();
        }
    }

    /** No byte of the body is left on the way. */
    void bodyRead() {
        lock.lock();
        try {
            watch();
        } finally {
            lock.unlock();
        }
    }

    private void watch() {
        if (!multiplexed) {
            arm();
        }
    }

    void ended(HangUp exchange) {
        lock.lock();
        try {
            running.remove(exchange);
            patience.waitsForRequest();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Runnable onSelected() {
        lock.lock();
        try {
            var readable = (key.readyOps() & SelectionKey.OP_READ) != 0;
            var task = super.onSelected();
            if (readable) {
                armed = false;
                readEarly();
            }
            // With nobody interested this does nothing; but whoever became interested meanwhile must be told by it.
            return task;
        } finally {
            lock.unlock();
        }
    }

    private void readEarly() {
        if (running.isEmpty() || multiplexed || isFillInterested() || !makeRoom()) {
            return;
        }
        if (read(early) < 0) {
            hungUp();
        } else {
            arm();
        }
    }

    private boolean makeRoom() {
        if (BufferUtil.space(early) > 0) {
            return true;
        }
        if (early.capacity() >= MOST_EARLY_BYTES) {
            return false;
        }
        var larger = BufferUtil.allocate(Math.max(FIRST_EARLY_BYTES, early.capacity() * 2));
        BufferUtil.append(larger, early);
        early = larger;
        return true;
    }

    @Override
    public int fill(ByteBuffer buffer) {
        if (isInputShutdown()) {
            return -1;
        }
        int count = take(buffer);
        if (count < 0) {
            shutdownInput();
        }
        return count;
    }

    private int take(ByteBuffer buffer) {
        lock.lock();
        try {
            int count = early.hasRemaining() ? takeEarly(buffer) : nothingSince() ? 0 : read(buffer);
            if (count < 0) {
                hungUp();
            } else if (count > 0) {
                notIdle();
                if (running.isEmpty()) {
                    patience.headBegins();
                }
            }
            return count;
        } finally {
            lock.unlock();
        }
    }

    /** Between two requests the selector tells of the next one: to look whether it is here already costs a system call. */
    private boolean nothingSince() {
        return armed && running.isEmpty() && !multiplexed;
    }

    private int read(ByteBuffer buffer) {
        int position = BufferUtil.flipToFill(buffer);
        try {
            return getChannel().read(buffer);
        } catch (IOException broken) {
            return -1;
        } finally {
            BufferUtil.flipToFlush(buffer, position);
        }
    }

    private int takeEarly(ByteBuffer buffer) {
        int count = BufferUtil.append(buffer, early);
        if (!early.hasRemaining()) {
            early = BufferUtil.EMPTY_BUFFER;
        }
        return count;
    }

    @Override
    protected void needsFillInterest() {
        lock.lock();
        try {
            if (early.hasRemaining()) {
                executor.execute(() -> getFillInterest().fillable());
            } else {
                arm();
            }
        } finally {
            lock.unlock();
        }
    }

    private void arm() {
        if (!armed) {
            armed = true;
            super.needsFillInterest();
        }
    }

    @Override
    public void onClose(Throwable failure) {
        super.onClose(failure);
        lock.lock();
        try {
            hungUp();
        } finally {
            lock.unlock();
        }
    }

    private void hungUp() {
        running.forEach(HangUp::seen);
    }

    @Override
    public void replaceKey(SelectionKey newKey) {
        super.replaceKey(newKey);
        key = newKey;
    }

    /** Returns when to look again, in milliseconds; negative for never. */
    @Override
    protected long checkIdleTimeout() {
        if (!isOpen()) {
            return -1;
        }
        lock.lock();
        try {
            if (!multiplexed || !running.isEmpty()) {
                if (isLate()) {
                    executor.execute(this::giveUp);
                }
                return patience.nextLook();
            }
        } finally {
            lock.unlock();
        }
        return super.checkIdleTimeout();
    }

    private boolean isLate() {
        return running.isEmpty() && patience.left() <= 0 && !hasCome();
    }

    /** A head that lies here unread is not late: whoever is to read it is, and has its time anew. */
    private boolean hasCome() {
        if (patience.headHasBegun() || !early.hasRemaining() && (!makeRoom() || read(early) <= 0)) {
            return false;
        }
        patience.waitsForRequest();
        executor.execute(() -> getFillInterest().fillable());
        return true;
    }

    /** Unless the request came after all while this waited for a thread. */
    private void giveUp() {
        lock.lock();
        try {
            if (givenUp || !isLate()) {
                return;
            }
            givenUp = true;
        } finally {
            lock.unlock();
        }
        var client = getConnection() instanceof SslConnection tls ? tls.getSslEndPoint() : this;
        if (patience.headHasBegun() && client.getConnection() instanceof ConnectionMetaData http
            && http.getHttpVersion() != HttpVersion.HTTP_2) {
            getScheduler().schedule(this::close, 1, TimeUnit.SECONDS);
            client.write(Callback.from(client::close, client::close), patience.tooSlow());
        } else {
            client.close();
        }
    }
}
