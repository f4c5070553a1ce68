package dev.powerstrip.upstream;

import dev.powerstrip.line.Upstream;
import dev.powerstrip.sdk.http.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** The answer to a call. Its connection goes back with the last byte of the body, or is closed with the answer. */
final class CallResponse implements Upstream.Response {

    private final Call call;
    private final Head head;
    private final Content content;
    private final InputStream body = new Body();
    private boolean over;

    CallResponse(Call call, Head head) {
        this.call = call;
        this.head = head;
        this.content = call.content(head);
        endIfRead();
    }

    @Override
    public int status() {
        return head.status();
    }

    @Override
    public Headers headers() {
        return head.headers();
    }

    @Override
    public InputStream body() {
        return body;
    }

    @Override
    public void readTimeout(Duration timeout) {
        call.readTimeout(timeout);
    }

    @Override
    public void close() {
        end(false);
    }

    private void endIfRead() {
        if (content.ended()) {
            end(head.framing().keepsAlive());
        }
    }

    private void end(boolean reusable) {
        if (!over) {
            over = true;
            call.end(reusable);
        }
    }

    /** The body; reads on the caller's thread and never reads on when it is closed. */
    private final class Body extends InputStream {

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (content.ended()) {
                return -1;
            }
            if (over) {
                throw new IOException("the answer is closed");
            }
            if (length == 0) {
                return 0;
            }
            int count = call.read(content, bytes, offset, length);
            endIfRead();
            return count;
        }

        @Override
        public void close() {
            CallResponse.this.close();
        }
    }
}
