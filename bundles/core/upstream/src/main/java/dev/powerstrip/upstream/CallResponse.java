package dev.powerstrip.upstream;

import dev.powerstrip.line.Upstream;
import dev.powerstrip.sdk.http.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.apache.hc.core5.http.ClassicHttpResponse;

/** The answer to a call. Its connection goes back with the last byte of the body, or is closed with the answer. */
final class CallResponse implements Upstream.Response {

    private final Call call;
    private final ClassicHttpResponse response;
    private final Headers headers;
    private final InputStream body;
    private boolean over;

    CallResponse(Call call, ClassicHttpResponse response) throws IOException {
        this.call = call;
        this.response = response;
        this.headers = Requests.headers(response);
        if (response.getEntity() == null) {
            this.body = InputStream.nullInputStream();
            end(true);
        } else {
            this.body = new Body(response.getEntity().getContent());
        }
    }

    @Override
    public int status() {
        return response.getCode();
    }

    @Override
    public Headers headers() {
        return headers;
    }

    @Override
    public InputStream body() {
        return body;
    }

    @Override
    public void readTimeout(Duration timeout) {
        if (!over) {
            call.readTimeout(timeout);
        }
    }

    @Override
    public void close() {
        end(false);
    }

    private void end(boolean complete) {
        if (!over) {
            over = true;
            call.end(complete && call.keepsAlive(response));
        }
    }

    /** The body; reads on the caller's thread and never reads on when it is closed. */
    private final class Body extends InputStream {

        private final InputStream content;
        private boolean ended;

        Body(InputStream content) {
            this.content = content;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (ended) {
                return -1;
            }
            if (over) {
                throw new IOException("the answer is closed");
            }
            int count = readOn(bytes, offset, length);
            if (count < 0) {
                ended = true;
                end(true);
            }
            return count;
        }

        private int readOn(byte[] bytes, int offset, int length) throws IOException {
            try {
                return content.read(bytes, offset, length);
            } catch (IOException e) {
                throw call.explained(e);
            }
        }

        @Override
        public void close() {
            CallResponse.this.close();
        }
    }
}
