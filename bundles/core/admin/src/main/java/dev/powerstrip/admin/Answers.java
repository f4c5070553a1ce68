package dev.powerstrip.admin;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.dialect.HttpAnswer;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.http.RequestHead;

/** The answers that both sites give. Other errors are thrown: the edge says them. */
final class Answers {

    private Answers() {}

    static HttpAnswer data(JsonElement data) {
        var json = new JsonObject();
        json.add("data", data);
        return HttpAnswer.json(200, json);
    }

    static HttpAnswer deleted() {
        var json = new JsonObject();
        json.addProperty("deleted", true);
        return HttpAnswer.json(200, json);
    }

    /** An error that needs a header of its own. */
    static HttpAnswer notAllowed(RequestHead head, String allowed) {
        var metadata = new JsonObject();
        metadata.addProperty("error_type", ErrorType.METHOD_NOT_ALLOWED.word());
        var error = new JsonObject();
        error.addProperty("code", ErrorType.METHOD_NOT_ALLOWED.status());
        error.addProperty("message", "%s takes %s, not %s".formatted(head.path(), allowed, head.method()));
        error.add("metadata", metadata);
        var json = new JsonObject();
        json.add("error", error);
        return HttpAnswer.json(ErrorType.METHOD_NOT_ALLOWED.status(), json).with("Allow", allowed);
    }
}
