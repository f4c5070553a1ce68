package dev.powerstrip.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens to a connection whose time for a head is over while nobody had the time to read it. */
class WatchedEndPointTest {

    private static final byte[] HEAD = "GET /a HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final List<Runnable> begun = new ArrayList<>();
    private final Patience patience = new Patience(Given.settings("headTimeout", "PT0.001S"));
    private SocketChannel client;
    private SocketChannel accepted;
    private Selector selector;
    private WatchedEndPoint endPoint;

    @BeforeEach
    void connect() throws IOException {
        try (var listener = ServerSocketChannel.open()
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            client = SocketChannel.open(listener.getLocalAddress());
            accepted = listener.accept();
        }
        accepted.configureBlocking(false);
        selector = Selector.open();
        var key = accepted.register(selector, SelectionKey.OP_READ);
        endPoint
            = new WatchedEndPoint(accepted, null, key, new ScheduledExecutorScheduler("timer", true), begun::add,
                patience);
        while (patience.left() > 0) {
            Thread.onSpinWait();
        }
    }

    @AfterEach
    void close() throws IOException {
        selector.close();
        accepted.close();
        client.close();
    }

    @Test
    void aHeadThatLiesUnreadIsNotLateAndWhoeverReadsItIsToldOfIt() throws IOException {
        client.write(ByteBuffer.wrap(HEAD));
        selector.select();

        assertThat(endPoint.checkIdleTimeout()).isPositive();
        assertThat(begun).hasSize(1);
        var read = BufferUtil.allocate(100);
        assertThat(endPoint.fill(read)).isEqualTo(HEAD.length);
        assertThat(BufferUtil.toArray(read)).isEqualTo(HEAD);
    }

    @Test
    void aHeadOfWhichOnlyAPartWasReadInTimeIsLate() throws IOException {
        client.write(ByteBuffer.wrap(HEAD, 0, 5));
        selector.select();
        endPoint.fill(BufferUtil.allocate(100));
        client.write(ByteBuffer.wrap(HEAD, 5, 5));
        selector.selectedKeys().clear();
        selector.select();

        assertGivenUp();
    }

    @Test
    void aConnectionOnWhichNothingCameIsClosed() {
        assertGivenUp();
    }

    @Test
    void aHeadThatComesBeforeTheConnectionIsClosedIsRead() throws IOException {
        endPoint.checkIdleTimeout();
        client.write(ByteBuffer.wrap(HEAD));
        selector.select();

        begun.remove(0).run();

        assertThat(endPoint.isOpen()).isTrue();
        assertThat(endPoint.fill(BufferUtil.allocate(100))).isEqualTo(HEAD.length);
    }

    private void assertGivenUp() {
        endPoint.checkIdleTimeout();
        assertThat(begun).hasSize(1);
        begun.remove(0).run();
        assertThat(endPoint.isOpen()).isFalse();
    }
}
