package dev.powerstrip.sdk.provider;

import com.google.gson.JsonArray;
import dev.powerstrip.sdk.json.JsonEdit;
import dev.powerstrip.sdk.json.JsonView;
import java.nio.charset.StandardCharsets;

/**
 * What a Responses request says of the turns before it and of waiting, as an upstream understands it: the gateway has put
 * those turns into the input and waits itself, and what it sealed of other providers' thoughts is nothing to this one.
 */
final class PriorTurns {

    private static final String SEALED = "\"powerstrip.1.";

    private PriorTurns() {}

    static void settle(JsonView body, JsonEdit edit) {
        edit.remove("previous_response_id").remove("background");
        var input = body.get("input");
        if (input.kind() != JsonView.Kind.ARRAY || !input.mentions(SEALED)) {
            return;
        }
        var kept = new JsonArray();
        input.items().stream().filter(item -> !isSealed(item)).map(JsonView::tree).forEach(kept::add);
        edit.set(body, "input", kept);
    }

    private static boolean isSealed(JsonView item) {
        var encrypted = item.get("encrypted_content");
        return encrypted.isText() && new String(encrypted.toBytes(), StandardCharsets.US_ASCII)
            .startsWith(SEALED);
    }
}
