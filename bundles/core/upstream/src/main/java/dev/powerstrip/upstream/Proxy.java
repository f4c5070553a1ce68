package dev.powerstrip.upstream;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * An HTTP proxy on the way to a destination.
 *
 * @param authorization what its credentials come to as a header; never printed
 */
record Proxy(String host, int port, Optional<String> authorization) {

    /** @throws IOException if the setting names none */
    static Proxy of(URI setting) throws IOException {
        if (!"http".equalsIgnoreCase(setting.getScheme()) || setting.getHost() == null) {
            throw new IOException("\"proxy\" has to be an address such as http://outbound.example:3128");
        }
        return new Proxy(setting.getHost(), Destination.port(setting),
            Optional.ofNullable(setting.getUserInfo()).map(Proxy::basic));
    }

    private static String basic(String userAndPassword) {
        return "Basic " + Base64.getEncoder().encodeToString(userAndPassword.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
