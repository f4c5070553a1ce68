package dev.powerstrip.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** One end of a kept HTTP/1.1 connection on the loop: sends bytes whole, and has what comes in taken apart. */
final class Connection {

    /** Who is told of messages, and of the end. */
    interface Listener extends HttpReader.Listener {

        void closed(IOException reason);
    }

    private final Loop loop;
    private final SocketChannel channel;
    private final Listener listener;
    private final HttpReader reader;
    private final SelectionKey key;
    private ByteBuffer unsent = ByteBuffer.allocate(0);

    Connection(Loop loop, SocketChannel channel, Listener listener) throws IOException {
        this.loop = loop;
        this.channel = channel;
        this.listener = listener;
        reader = new HttpReader(listener);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        key = loop.register(channel, SelectionKey.OP_READ, this::ready);
    }

    static Connection to(int port, Loop loop, Listener listener) throws IOException {
        return new Connection(loop, SocketChannel.open(Loop.loopback(port)), listener);
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /** Sends at once what the socket takes, and the rest, copied, when it takes more. */
    void send(byte[] bytes, int from, int to) throws IOException {
        var buffer = ByteBuffer.wrap(bytes, from, to - from);
        if (!unsent.hasRemaining()) {
            channel.write(buffer);
        }
        if (buffer.hasRemaining()) {
            unsent = ByteBuffer.allocate(unsent.remaining() + buffer.remaining()).put(unsent).put(buffer).flip();
            key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
    }

    private void ready() {
        try {
            if (key.isWritable()) {
                writable();
            }
            if (key.isReadable()) {
                readable();
            }
        } catch (IOException | RuntimeException broken) {
            close(broken instanceof IOException failure ? failure : new IOException(broken));
        }
    }

    private void writable() throws IOException {
        channel.write(unsent);
        if (!unsent.hasRemaining()) {
            key.interestOps(SelectionKey.OP_READ);
        }
    }

    private void readable() throws IOException {
        var buffer = loop.readBuffer();
        int count = channel.read(buffer);
        if (count < 0) {
            throw new IOException("the other side closed the connection");
        }
        reader.read(buffer.array(), count);
    }

    /** Closes it without telling the listener. */
    void close() {
        try {
            channel.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Closes it and tells the listener why. */
    void close(IOException reason) {
        if (channel.isOpen()) {
            close();
            listener.closed(reason);
        }
    }
}
