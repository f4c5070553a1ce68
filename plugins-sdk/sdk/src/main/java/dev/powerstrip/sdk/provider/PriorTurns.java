package dev.powerstrip.sdk.provider;

import com.google.gson.JsonArray;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.form.CarriedThoughts;
import dev.powerstrip.sdk.json.JsonEdit;
import dev.powerstrip.sdk.json.JsonView;

/**
 * What a Responses request says of the turns before it and of waiting, as an upstream understands it: the gateway has put
 * those turns into the input and waits itself, and what its clients carry of other providers' thoughts is nothing to this one.
 */
final class PriorTurns {

    private PriorTurns() {}

    static void settle(ChatRequest request, JsonEdit edit) {
        var body = request.body();
        edit.remove("previous_response_id").remove("background");
        var input = body.get("input");
        if (input.kind() != JsonView.Kind.ARRAY || !input.mentions(CarriedThoughts.MARK)) {
            return;
        }
        var kept = new JsonArray();
        input.items().stream().filter(item -> !isSealed(item)).map(JsonView::tree).forEach(kept::add);
        edit.set(body, "input", kept);
        if (kept.size() < input.items().size()) {
            request.drop("input.encrypted_content");
        }
    }

    private static boolean isSealed(JsonView item) {
        return item.get("encrypted_content").string().filter(text -> text.startsWith(CarriedThoughts.MARK)).isPresent();
    }
}
