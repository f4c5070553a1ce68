package dev.powerstrip.dialect.responses;

import dev.powerstrip.sdk.chat.ModelRequest;
import dev.powerstrip.sdk.dialect.AnswerStore;
import dev.powerstrip.sdk.json.JsonView;
import java.util.Optional;

/** What becomes of one answer after it was given: whether its client wants it stored, and with which conversation. */
final class Memory {

    private final AnswerStore store;
    private final JsonView body;

    Memory(AnswerStore store, ModelRequest request) {
        this.store = store;
        this.body = request.body();
    }

    /** Clients that do not say otherwise want it, as with OpenAI. */
    boolean wanted() {
        return store.keeps() && (body.get("store").isTrue() || !body.get("store").hasValue());
    }

    /** True where the client does not wait, but asks for the answer by its id. */
    boolean background() {
        return body.get("background").isTrue();
    }

    /** True if the answer is stored now as far as it is. */
    boolean begin(String id, byte[] response) {
        return store.begin(id, StoredResponse.of(response, body.get("input")).toBytes());
    }

    /** The answer that the request went on from. */
    Optional<String> previous() {
        return body.get("previous_response_id").string();
    }

    /** True if the answer is stored now. */
    boolean keep(String id, byte[] response) {
        return !id.isEmpty() && store.keep(id, StoredResponse.of(response, body.get("input")).toBytes());
    }
}
