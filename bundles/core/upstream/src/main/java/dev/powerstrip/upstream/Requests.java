package dev.powerstrip.upstream;

import dev.powerstrip.sdk.upstream.UpstreamRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** Sends requests in HTTP/1.1. */
final class Requests {

    private static final byte[] NO_BODY = {};

    private Requests() {}

    /** Sends a request to the server itself. */
    static void direct(UpstreamRequest request, OutputStream out) throws IOException {
        send(request, "", Optional.empty(), out);
    }

    /** Sends a request that a proxy forwards. */
    static void forwarded(UpstreamRequest request, Proxy proxy, OutputStream out) throws IOException {
        var uri = request.uri();
        send(request, uri.getScheme() + "://" + uri.getRawAuthority(), proxy.authorization(), out);
    }

    /** Asks a proxy for a way through to a server. */
    static void tunnel(String authority, Proxy proxy, OutputStream out) throws IOException {
        try (var message = new Message()) {
            message.text("CONNECT ").text(authority).text(" HTTP/1.1").line().field("Host", authority);
            proxy.authorization().ifPresent(value -> message.field("Proxy-Authorization", value));
            message.send(NO_BODY, out);
        }
    }

    private static void send(UpstreamRequest request, String origin, Optional<String> proxyAuthorization,
        OutputStream out) throws IOException {
        try (var message = new Message()) {
            addLine(request, origin, message);
            addHeaders(request, message);
            proxyAuthorization.ifPresent(value -> message.field("Proxy-Authorization", value));
            if (request.body().length > 0 || request.method().equals("POST")) {
                message.field("Content-Length", Integer.toString(request.body().length));
            }
            message.send(request.body(), out);
        }
    }

    private static void addLine(UpstreamRequest request, String origin, Message message) {
        var uri = request.uri();
        message.text(request.method()).text(" ").text(origin).text(uri.getRawPath().isEmpty() ? "/" : uri.getRawPath());
        if (uri.getRawQuery() != null) {
            message.text("?").text(uri.getRawQuery());
        }
        message.text(" HTTP/1.1").line();
    }

    private static void addHeaders(UpstreamRequest request, Message message) {
        message.field("Host", request.uri().getRawAuthority());
        // Some vendors turn away who does not say a name.
        if (request.headers().first("User-Agent").isEmpty()) {
            message.field("User-Agent", "powerstrip");
        }
        request.headers().forEach((name, value) -> {
            if (!isOurs(name)) {
                message.field(name, value);
            }
        });
        request.secretHeaders().forEach((name, secret) -> secret.use(value -> message.field(name, value)));
    }

    /** What the connection itself decides; an adapter's wish for one of them would break the message. */
    private static boolean isOurs(String header) {
        return switch (header.length()) {
            case 4 -> header.equalsIgnoreCase("Host");
            case 6 -> header.equalsIgnoreCase("Expect");
            case 7 -> header.equalsIgnoreCase("Upgrade");
            case 10 -> header.equalsIgnoreCase("Connection") || header.equalsIgnoreCase("Keep-Alive");
            case 14 -> header.equalsIgnoreCase("Content-Length");
            case 17 -> header.equalsIgnoreCase("Transfer-Encoding");
            case 19 -> header.equalsIgnoreCase("Proxy-Authorization");
            default -> false;
        };
    }
}
