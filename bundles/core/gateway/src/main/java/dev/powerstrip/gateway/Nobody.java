package dev.powerstrip.gateway;

import dev.powerstrip.line.ClientExchange;
import dev.powerstrip.sdk.dialect.HttpAnswer;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.http.RequestHead;

/** Stands where a client was that has its answer already: takes whatever it is given, and never hangs up. */
final class Nobody implements ClientExchange {

    private final RequestHead head;

    Nobody(RequestHead head) {
        this.head = head;
    }

    @Override
    public RequestHead head() {
        return head;
    }

    @Override
    public byte[] body(long limit) {
        throw new IllegalStateException("the body was read when there was a client");
    }

    @Override
    public void answer(HttpAnswer answer) {}

    @Override
    public void begin(int status, Headers headers) {}

    @Override
    public void write(byte[] bytes) {}

    @Override
    public void end(byte[] bytes) {}

    @Override
    public void abort() {}

    @Override
    public void onHangUp(Runnable action) {}
}
