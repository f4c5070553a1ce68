package dev.powerstrip.dialect.responses;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.powerstrip.sdk.dialect.AnswerFacts;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.ServerSentEvent;
import dev.powerstrip.sdk.json.JsonEdit;
import dev.powerstrip.sdk.json.JsonNumber;
import dev.powerstrip.sdk.json.JsonText;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.json.JsonView.Kind;
import java.nio.charset.StandardCharsets;

/**
 * Hands an answer of OpenAI's own on with the provider and the cost in it, and with what the gateway says of storing; ids
 * and all other bytes are as they came.
 */
final class OwnResponses implements Wording {

    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);

    private final AnswerFacts facts;
    private final Memory memory;
    private final byte[] provider;
    private byte[] last = {};
    private long next;

    OwnResponses(AnswerFacts facts, Memory memory) {
        this.facts = facts;
        this.memory = memory;
        this.provider = JsonText.of(facts.endpoint().providerName());
    }

    @Override
    public byte[] say(Chunk chunk) {
        if (chunk.whole()) {
            return told(chunk, chunk.json(), "");
        }
        next = chunk.json().get("sequence_number").integer().orElse(next) + 1;
        var response = chunk.json().get("response");
        var data = chunk.data();
        if (response.kind() == Kind.OBJECT) {
            data = told(chunk, response, "response");
            last = data;
        }
        return ServerSentEvent.of(chunk.event(), data);
    }

    /** The response, where there is one, gets the provider, its usage the cost, and is stored before its end is told. */
    private byte[] told(Chunk chunk, JsonView response, String place) {
        var data = spliced(chunk, response, memory.wanted());
        if (!chunk.terminal() || !memory.wanted()) {
            return data;
        }
        var whole = JsonView.composed(data);
        var kept = place.isEmpty() ? whole : whole.get(place);
        return memory.keep(kept.get("id").string().orElse(""), kept.toBytes()) ? data : spliced(chunk, response, false);
    }

    private byte[] spliced(Chunk chunk, JsonView response, boolean stored) {
        var edit = new JsonEdit(chunk.json()).setRaw(response, "provider", provider);
        if (response.get("store").isTrue() != stored) {
            edit.setRaw(response, "store", stored ? TRUE : FALSE);
        }
        if (memory.background()) {
            edit.setRaw(response, "id", JsonText.of(ResponseObject.id(facts))).setRaw(response, "background", TRUE);
        }
        memory.previous().ifPresent(id -> edit.setRaw(response, "previous_response_id", JsonText.of(id)));
        var usage = response.get("usage");
        if (usage.kind() == Kind.OBJECT) {
            chunk.usage().flatMap(facts::cost)
                .ifPresent(cost -> edit.setRaw(usage, "cost", JsonNumber.of(cost)));
        }
        return edit.toBytes();
    }

    /** The response as it was told last, as failed; an {@code error} event where none was. */
    @Override
    public byte[] fail(GatewayException error) {
        var events = new Events(true, next);
        if (last.length == 0) {
            return Failures.event(events, error);
        }
        JsonObject told = JsonParser.parseString(new String(last, StandardCharsets.UTF_8)).getAsJsonObject()
            .getAsJsonObject("response");
        told.addProperty("status", "failed");
        told.add("error", Failures.error(error));
        told.addProperty("error_type", error.type().word());
        var event = events.event("response.failed");
        event.add("response", told);
        events.say(event);
        return events.take();
    }
}
