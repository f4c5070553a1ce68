package dev.powerstrip.upstream;

import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.upstream.UpstreamRequest;
import java.net.URI;
import java.util.Locale;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.net.URIAuthority;

/** Says our requests in the library's words, and its answers in ours. */
final class Requests {

    private Requests() {}

    static BasicClassicHttpRequest of(UpstreamRequest request) {
        var uri = request.uri();
        var message = new BasicClassicHttpRequest(request.method(), uri.getScheme(),
            new URIAuthority(uri.getHost(), uri.getPort()), pathAndQuery(uri));
        message.addHeader("Host", uri.getRawAuthority());
        // Some vendors turn away who does not say a name.
        if (request.headers().first("User-Agent").isEmpty()) {
            message.addHeader("User-Agent", "powerstrip");
        }
        request.headers().forEach((name, value) -> {
            if (!isOurs(name)) {
                message.addHeader(name, value);
            }
        });
        request.secretHeaders().forEach((name, secret) -> secret.use(value -> {
            message.addHeader(name, value);
            return value;
        }));
        addBody(request, message);
        return message;
    }

    /** What the connection itself decides; an adapter's wish for one of them would break the message. */
    private static boolean isOurs(String header) {
        return switch (header.toLowerCase(Locale.ROOT)) {
            case "connection", "content-length", "expect", "host", "keep-alive", "proxy-authorization",
                "transfer-encoding", "upgrade" ->
                true;
            default -> false;
        };
    }

    private static String pathAndQuery(URI uri) {
        var path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    private static void addBody(UpstreamRequest request, BasicClassicHttpRequest message) {
        if (request.body().length > 0 || request.method().equals("POST")) {
            message.addHeader("Content-Length", Integer.toString(request.body().length));
            // The content type is among the headers already: the connection writes only those.
            message.setEntity(new ByteArrayEntity(request.body(), null));
        }
    }

    static Headers headers(HttpResponse response) {
        var headers = response.getHeaders();
        var namesAndValues = new String[headers.length * 2];
        for (int i = 0; i < headers.length; i++) {
            namesAndValues[2 * i] = headers[i].getName();
            namesAndValues[2 * i + 1] = headers[i].getValue() == null ? "" : headers[i].getValue();
        }
        return Headers.of(namesAndValues);
    }
}
