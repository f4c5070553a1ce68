package dev.powerstrip.bench;

import java.util.Arrays;
import java.util.function.Consumer;

/** Waits for one answer after another that come whole, and checks each. */
final class WholeAnswer implements Client.Asker {

    private final Client client;
    private final Payload payload;
    private final byte[] request;
    private final Load load;
    private final Consumer<WholeAnswer> idle;
    private byte[] body = new byte[1 << 12];
    private int length;
    private long asked;

    /** @param idle is told after each answer, when there can be another question */
    WholeAnswer(Client client, Payload payload, Load load, Consumer<WholeAnswer> idle) {
        this.client = client;
        this.payload = payload;
        request = payload.request(load.target());
        this.load = load;
        this.idle = idle;
    }

    /** @param since from when the wait counts */
    void ask(long since) {
        length = 0;
        asked = since;
        load.ask(client, request, this);
    }

    @Override
    public void body(byte[] bytes, int from, int to) {
        int count = to - from;
        if (length + count > body.length) {
            body = Arrays.copyOf(body, (length + count) * 2);
        }
        System.arraycopy(bytes, from, body, length, count);
        length += count;
    }

    @Override
    public void answered() {
        if (payload.isAnsweredBy(body, length)) {
            load.tally().answered(System.nanoTime() - asked);
        } else {
            load.tally().failed(new Fault(Harm.CORRUPTED, "the answer has another content than was sent"));
        }
        over();
    }

    @Override
    public void failed(Fault fault) {
        load.tally().failed(fault);
        over();
    }

    private void over() {
        load.over();
        idle.accept(this);
    }
}
