package dev.powerstrip.dialect.gemini;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.json.JsonView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Says an instruction and contents as messages. Contents of the model that follow each other are one turn: clients keep a
 * streamed answer as the pieces that it came in.
 */
final class Conversation {

    private final JsonArray messages = new JsonArray();
    private final List<Call> open = new ArrayList<>();
    private Optional<ModelTurn> turn = Optional.empty();
    private int calls;

    private Conversation() {}

    /** A call that has no result yet. */
    record Call(String id, String name) {}

    static JsonArray of(JsonView body) {
        var conversation = new Conversation();
        var instruction = parts(Names.get(body, "systemInstruction").get("parts").items());
        if (!instruction.isEmpty()) {
            conversation.messages.add(message("system", Parts.content(instruction)));
        }
        body.get("contents").items().forEach(conversation::add);
        conversation.endTurn();
        return conversation.messages;
    }

    private static List<JsonObject> parts(List<JsonView> parts) {
        return parts.stream().flatMap(part -> Parts.of(part).stream()).toList();
    }

    private void add(JsonView content) {
        if (content.get("role").string().orElse("").equals("model")) {
            var model = turn.orElseGet(ModelTurn::new);
            turn = Optional.of(model);
            content.get("parts").items().forEach(part -> model.add(part, this::called));
            return;
        }
        endTurn();
        var shown = new ArrayList<JsonView>();
        for (var part : content.get("parts").items()) {
            var result = Names.get(part, "functionResponse");
            if (result.hasValue()) {
                messages.add(result(result));
            } else {
                shown.add(part);
            }
        }
        var said = parts(shown);
        if (!said.isEmpty()) {
            messages.add(message("user", Parts.content(said)));
        }
    }

    private void endTurn() {
        turn.ifPresent(model -> messages.add(model.message()));
        turn = Optional.empty();
    }

    /** A call has an id of Google's, of ours, or none; the same conversation always gets the same ids. */
    private String called(JsonView call) {
        calls++;
        var id = call.get("id").string().filter(text -> !text.isEmpty()).orElse("call_" + calls);
        open.add(new Call(id, call.get("name").string().orElse("")));
        return id;
    }

    private JsonObject result(JsonView result) {
        var response = result.get("response");
        var text = Parts.text(response.hasValue() ? new String(response.toBytes(), StandardCharsets.UTF_8) : "{}");
        var parts = Stream.concat(Stream.of(text), parts(result.get("parts").items()).stream()).toList();
        var call = answered(result);
        var message = message("tool", Parts.content(parts));
        message.addProperty("tool_call_id", call.id());
        return message;
    }

    /** By its id, or else the first of that name. */
    private Call answered(JsonView result) {
        var id = result.get("id").string().orElse("");
        var name = result.get("name").string().orElse("");
        var call = open.stream().filter(each -> each.id().equals(id)).findFirst()
            .or(() -> open.stream().filter(each -> each.name().equals(name)).findFirst())
            .orElseThrow(() -> new GatewayException(ErrorType.INVALID_REQUEST,
                "contents[].parts[].functionResponse answers a functionCall that does not come before it: send the model's"
                    + " content with the call, too"));
        open.remove(call);
        return call;
    }

    private static JsonObject message(String role, JsonElement content) {
        var message = new JsonObject();
        message.addProperty("role", role);
        message.add("content", content);
        return message;
    }
}
