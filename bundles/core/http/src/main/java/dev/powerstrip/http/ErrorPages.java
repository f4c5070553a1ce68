package dev.powerstrip.http;

import dev.powerstrip.sdk.dialect.HttpAnswer;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers what Jetty itself refuses, such as bad HTTP, in the gateway's words. */
final class ErrorPages implements Request.Handler {

    private final Supplier<Settings> settings;

    ErrorPages(Supplier<Settings> settings) {
        this.settings = settings;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        var answer = answer(request, response.getStatus());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.write(true, ByteBuffer.wrap(answer.body()), callback);
        return true;
    }

    private HttpAnswer answer(Request request, int status) {
        var path = Optional.ofNullable(request.getHttpURI().getPath()).orElse("");
        return switch (status) {
            case HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431,
                HttpStatus.URI_TOO_LONG_414 -> Envelope.of(path, status,
                    "invalid_request", "the head of the request is larger than %d bytes (maxHeaderBytes)"
                        .formatted(settings.get().maxHeaderBytes()));
            default -> status < 500
                ? Envelope.of(path, status, "invalid_request", "this is not proper HTTP: " + reason(request, status))
                : Envelope.of(path, status, "server", "the gateway failed; its log says why");
        };
    }

    private static String reason(Request request, int status) {
        return request.getAttribute(ErrorHandler.ERROR_MESSAGE) instanceof String message ? message
            : HttpStatus.getMessage(status);
    }
}
