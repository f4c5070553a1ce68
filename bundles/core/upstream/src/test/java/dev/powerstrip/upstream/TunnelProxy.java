package dev.powerstrip.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A proxy that tunnels whatever it is asked to. */
final class TunnelProxy implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final List<String> heads = new ArrayList<>();

    TunnelProxy() throws IOException {
        daemon(this::serve);
    }

    int port() {
        return server.getLocalPort();
    }

    synchronized List<String> heads() {
        return List.copyOf(heads);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void serve() throws IOException {
        while (true) {
            var client = server.accept();
            var head = head(client.getInputStream());
            synchronized (this) {
                heads.add(head);
            }
            var address = head.split(" ")[1].split(":");
            var target = new Socket(address[0], Integer.parseInt(address[1]));
            client.getOutputStream().write("HTTP/1.1 200 Connected\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            daemon(() -> relay(client, target));
            daemon(() -> relay(target, client));
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            head.append((char) in.read());
        }
        return head.toString();
    }

    private static void relay(Socket from, Socket to) throws IOException {
        try (from; to) {
            from.getInputStream().transferTo(to.getOutputStream());
        }
    }

    private static void daemon(Work work) {
        var thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException closed) {
                // The test or one of the peers ended it.
            }
        }, "test proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private interface Work {

        void run() throws IOException;
    }
}
