package dev.powerstrip.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConnectionTest {

    private final Connection connection = new Connection(Socket::new);

    @Test
    void takesTheNextAddressWhereOneRefuses() throws Exception {
        try (var server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            connection.connect(addresses("127.0.0.2", "127.0.0.1"), server.getLocalPort());

            assertThat(connection.isReady()).isTrue();
            connection.close();
            assertThat(connection.isReady()).isFalse();
        }
    }

    @Test
    void staysClosedThoughItIsConnectedLater() throws Exception {
        try (var server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            connection.abort();

            assertThatThrownBy(() -> connection.connect(addresses("127.0.0.1"), server.getLocalPort()))
                .isInstanceOf(IOException.class).hasMessageContaining("closed while it was made");
            assertThat(connection.isReady()).isFalse();
        }
    }

    private static InetAddress[] addresses(String... literals) throws IOException {
        var addresses = new InetAddress[literals.length];
        for (int i = 0; i < literals.length; i++) {
            addresses[i] = InetAddress.getByName(literals[i]);
        }
        return addresses;
    }
}
