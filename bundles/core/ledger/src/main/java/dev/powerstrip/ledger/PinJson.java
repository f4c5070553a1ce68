package dev.powerstrip.ledger;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.powerstrip.line.KeyPins;
import dev.powerstrip.line.Pin;
import java.util.Optional;

/** A key's pins as they are kept: {@code {"by_request":true,"to":["provider.openai@1.4.2"]}}; nothing if there are none. */
final class PinJson {

    private PinJson() {}

    static Optional<JsonObject> of(KeyPins pins) {
        if (pins.equals(KeyPins.NONE)) {
            return Optional.empty();
        }
        var to = new JsonArray();
        pins.pins().forEach(pin -> to.add(pin.toString()));
        var json = new JsonObject();
        json.addProperty("by_request", pins.byRequest());
        json.add("to", to);
        return Optional.of(json);
    }

    static KeyPins parse(JsonObject json) {
        return new KeyPins(json.get("by_request").getAsBoolean(),
            json.getAsJsonArray("to").asList().stream().map(JsonElement::getAsString).map(Pin::parse).toList());
    }
}
