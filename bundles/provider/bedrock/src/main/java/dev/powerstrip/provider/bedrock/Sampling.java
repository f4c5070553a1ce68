package dev.powerstrip.provider.bedrock;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.json.JsonTree;
import dev.powerstrip.sdk.provider.Endpoint;
import java.util.Optional;

/** Says the sampling fields as far as the model takes them; Claude takes next to none while it thinks. */
final class Sampling {

    private static final double LEAST_TOP_P_OF_THINKING = 0.95;

    private Sampling() {}

    static void add(JsonObject chat, Endpoint endpoint, JsonObject converse) {
        var family = Family.of(endpoint);
        boolean thinks = family == Family.CLAUDE && Thinking.isOn(converse);
        var temperature = wanted("temperature", chat, endpoint).filter(value -> !thinks)
            .map(value -> Math.min(value, 1.0));
        temperature
            .ifPresent(value -> JsonTree.child(converse, "inferenceConfig").addProperty("temperature", value));
        wanted("top_p", chat, endpoint)
            .filter(value -> thinks ? value >= LEAST_TOP_P_OF_THINKING : family != Family.CLAUDE
                || temperature.isEmpty())
            .ifPresent(value -> JsonTree.child(converse, "inferenceConfig").addProperty("topP", value));
        wanted("top_k", chat, endpoint).filter(value -> value > 0 && !thinks)
            .ifPresent(value -> addTopK(value.longValue(), family, ChatToConverse.more(converse)));
    }

    private static void addTopK(long value, Family family, JsonObject more) {
        if (family == Family.NOVA) {
            JsonTree.child(more, "inferenceConfig").addProperty("topK", value);
        } else {
            more.add("top_k", new JsonPrimitive(value));
        }
    }

    private static Optional<Double> wanted(String name, JsonObject chat, Endpoint endpoint) {
        var taken = endpoint.words("supported_parameters");
        return JsonTree.decimal(chat, name).filter(value -> taken.isEmpty() || taken.contains(name));
    }
}
