package dev.powerstrip.dispatch;

import dev.powerstrip.line.Lease;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.upstream.UpstreamResponse;
import java.io.IOException;
import java.io.InputStream;

/** An answer that the adapter reads itself: while it waits for bytes, it is the core that takes the time. */
final class AdapterResponse implements UpstreamResponse {

    private final UpstreamResponse response;
    private final Lease<?> lease;
    private final InputStream body = new Body();

    AdapterResponse(UpstreamResponse response, Lease<?> lease) {
        this.response = response;
        this.lease = lease;
    }

    @Override
    public int status() {
        return response.status();
    }

    @Override
    public Headers headers() {
        return response.headers();
    }

    @Override
    public InputStream body() {
        return body;
    }

    @Override
    public void close() throws IOException {
        response.close();
    }

    /** The body. */
    private final class Body extends InputStream {

        @Override
        public int read() throws IOException {
            return lease.waiting(() -> response.body().read());
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return lease.waiting(() -> response.body().read(bytes, offset, length));
        }

        @Override
        public void close() throws IOException {
            response.body().close();
        }
    }
}
