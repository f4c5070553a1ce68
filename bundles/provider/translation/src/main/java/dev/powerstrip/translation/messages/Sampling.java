package dev.powerstrip.translation.messages;

import com.google.gson.JsonObject;
import dev.powerstrip.sdk.json.JsonTree;
import dev.powerstrip.sdk.provider.Endpoint;
import java.util.Optional;

/** Says the sampling fields as far as the model takes them; while it thinks, that is next to nothing. */
final class Sampling {

    private static final double LEAST_TOP_P_OF_THINKING = 0.95;

    private Sampling() {}

    static void add(JsonObject chat, Endpoint endpoint, JsonObject message) {
        boolean thinks = Thinking.isOn(message);
        if (!thinks) {
            wanted("temperature", chat, endpoint)
                .ifPresent(value -> message.addProperty("temperature", Math.min(value, 1.0)));
            wanted("top_k", chat, endpoint).filter(value -> value > 0)
                .ifPresent(value -> message.addProperty("top_k", value.longValue()));
        }
        wanted("top_p", chat, endpoint)
            .filter(value -> thinks ? value >= LEAST_TOP_P_OF_THINKING : !message.has("temperature"))
            .ifPresent(value -> message.addProperty("top_p", value));
    }

    private static Optional<Double> wanted(String name, JsonObject chat, Endpoint endpoint) {
        var taken = endpoint.words("supported_parameters");
        return JsonTree.decimal(chat, name).filter(value -> taken.isEmpty() || taken.contains(name));
    }
}
