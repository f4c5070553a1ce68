package dev.powerstrip.provider.replicate;

import dev.powerstrip.sdk.testing.FakeUpstream;
import dev.powerstrip.sdk.testing.Reply;

/** A prediction that a fake upstream tells of. */
record ScriptedPrediction(String id) {

    static ScriptedPrediction of(String id) {
        return new ScriptedPrediction(id);
    }

    /** It is made by every request that says so, and can be listened to at {@code /stream/ID}. */
    ScriptedPrediction madeFor(FakeUpstream upstream, String said) {
        upstream.when(request -> request.method().equals("POST") && request.path().endsWith("/predictions")
            && request.text().contains(said), Reply.json(201, running(upstream)));
        return this;
    }

    String running(FakeUpstream upstream) {
        return "{\"id\":\"%s\",\"status\":\"starting\",\"output\":null,\"urls\":{\"stream\":\"%s/stream/%s\"}}"
            .formatted(id, upstream.baseUri(), id);
    }

    /** When it is asked for it has ended well. */
    ScriptedPrediction endsWith(FakeUpstream upstream, int read, int written) {
        upstream.on("/predictions/" + id, Reply.json(succeeded(read, written)));
        return this;
    }

    String succeeded(int read, int written) {
        return "{\"id\":\"%s\",\"status\":\"succeeded\",\"output\":[\"Hel\",\"lo!\"],\"metrics\":{\"input_token_count\":%d,\"output_token_count\":%d}}"
            .formatted(id, read, written);
    }
}
