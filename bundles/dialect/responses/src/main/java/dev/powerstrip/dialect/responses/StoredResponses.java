package dev.powerstrip.dialect.responses;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.dialect.AnswerStore;
import dev.powerstrip.sdk.dialect.HttpAnswer;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.http.RequestHead;

/** One caller's stored responses, as its requests by id see them. */
final class StoredResponses {

    private final AnswerStore store;

    StoredResponses(AnswerStore store) {
        this.store = store;
    }

    /** Finds a response; one that nobody is making any more has failed. */
    StoredResponse find(String id) {
        boolean running = store.running(id);
        var stored = store.find(id).map(StoredResponse::parse).orElseThrow(() -> new GatewayException(
            ErrorType.NOT_FOUND,
            "there is no such response: it was not stored, was deleted, is too old, or belongs to another key"));
        return stored.inProgress() && !running ? stored.ended("failed", brokenOff()) : stored;
    }

    private static JsonObject brokenOff() {
        var error = new JsonObject();
        error.addProperty("code", "server_error");
        error.addProperty("message", "the gateway was stopped before the response was complete: ask again");
        return error;
    }

    HttpAnswer show(String id, RequestHead head) {
        if (head.parameter("stream").filter("true"::equals).isPresent()) {
            throw new GatewayException(ErrorType.INVALID_REQUEST,
                "stream: a stored response is not streamed; leave it out, and ask again while it is in progress");
        }
        return shown(find(id));
    }

    private static HttpAnswer shown(StoredResponse stored) {
        return new HttpAnswer(200, Headers.of("Content-Type", "application/json"), stored.response().toBytes());
    }

    HttpAnswer delete(String id) {
        end(id);
        store.delete(id);
        var deleted = new JsonObject();
        deleted.addProperty("id", id);
        deleted.addProperty("object", "response");
        deleted.addProperty("deleted", true);
        return HttpAnswer.json(200, deleted);
    }

    /** Cancels a response that runs in the background; one that is over stays as it is. */
    HttpAnswer cancel(String id) {
        if (!find(id).response().get("background").isTrue()) {
            throw new GatewayException(ErrorType.INVALID_REQUEST,
                "only a response that runs in the background can be cancelled: end others by hanging up");
        }
        end(id);
        return shown(find(id));
    }

    private void end(String id) {
        var stored = find(id);
        if (stored.inProgress()) {
            store.cancel(id, stored.ended("cancelled", JsonNull.INSTANCE).toBytes());
        }
    }
}
