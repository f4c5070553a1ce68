package dev.powerstrip.provider.replicate;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.json.JsonTree;
import dev.powerstrip.sdk.provider.Endpoint;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * A chat request as the input of a prediction. What a model calls its inputs stands in the fact {@code input} of its
 * endpoint; of a model without that the usual names are taken.
 *
 * @param path where it is made, below the API's address
 * @param body what is sent there
 * @param model the native name
 * @param limit of the answer's tokens, if there is one
 */
record ChatToPrediction(String path, byte[] body, String model, OptionalLong limit) {

    private static final Pattern VERSION = Pattern.compile("[^:]+:([0-9a-f]{64})");
    private static final List<String> SAME = List.of("temperature", "top_p", "top_k", "min_p", "presence_penalty",
        "frequency_penalty", "seed", "verbosity");
    private static final String DEPLOYMENT = "deployments/";

    static ChatToPrediction of(ChatRequest request, Endpoint endpoint) {
        var chat = request.tree();
        if (JsonTree.number(chat, "n").orElse(1L) > 1) {
            throw JsonTree.wrong("n", "a prediction at Replicate is one answer; leave \"n\" out");
        }
        if (!JsonTree.objects(chat, "tools").isEmpty()) {
            throw JsonTree.wrong("tools", "models at Replicate call no tools; leave \"tools\" out");
        }
        var names = Inputs.of(endpoint);
        var input = new Conversation(JsonTree.objects(chat, "messages"), names).input();
        SAME.stream().filter(name -> takes(endpoint, name)).forEach(name -> JsonTree.copy(chat, name, input, name));
        if (takes(endpoint, "stop")) {
            stop(chat).ifPresent(words -> input.addProperty(names.stop(), words));
        }
        if (endpoint.words("supported_parameters").contains("reasoning")) {
            effort(chat).ifPresent(effort -> input.addProperty("reasoning_effort", effort));
        }
        var limit = limit(chat, names);
        limit.ifPresent(tokens -> input.addProperty(names.limit(), tokens));
        return new ChatToPrediction(path(endpoint.nativeId()), body(endpoint.nativeId(), input, request.streamed()),
            endpoint.nativeId(), limit);
    }

    /** A model of which nothing is known is told what the client says. */
    private static boolean takes(Endpoint endpoint, String parameter) {
        var known = endpoint.words("supported_parameters");
        return known.isEmpty() || known.contains(parameter);
    }

    /** One text, in which commas part the words. */
    private static Optional<String> stop(JsonObject chat) {
        return chat.has("stop") && chat.get("stop").isJsonArray()
            ? Optional.of(String.join(",", JsonTree.texts(chat, "stop"))) : JsonTree.text(chat, "stop");
    }

    private static Optional<String> effort(JsonObject chat) {
        return JsonTree.text(chat, "reasoning_effort")
            .or(() -> JsonTree.object(chat, "reasoning").flatMap(reasoning -> JsonTree.text(reasoning, "effort")));
    }

    private static OptionalLong limit(JsonObject chat, Inputs names) {
        var said = JsonTree.number(chat, "max_completion_tokens").or(() -> JsonTree.number(chat, "max_tokens"));
        return said.isPresent() ? OptionalLong.of(said.get()) : names.usualLimit();
    }

    /** An official model has a path of its own, and so has a deployment; any other is known by its version. */
    private static String path(String model) {
        if (VERSION.matcher(model).matches()) {
            return "predictions";
        }
        return (model.startsWith(DEPLOYMENT) ? model : "models/" + model) + "/predictions";
    }

    private static byte[] body(String model, JsonObject input, boolean streamed) {
        var body = new JsonObject();
        var version = VERSION.matcher(model);
        if (version.matches()) {
            body.addProperty("version", version.group(1));
        }
        body.add("input", input);
        if (streamed) {
            body.addProperty("stream", true);
        }
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** What a model calls its inputs; an empty name is one that it does not have. */
    record Inputs(String messages, String system, String images, String image, String limit, String stop,
        OptionalLong usualLimit) {

        static Inputs of(Endpoint endpoint) {
            var known = JsonTree.object(endpoint.facts(), "input");
            var input = known.orElseGet(() -> JsonTree.of("system", "system_prompt"));
            return new Inputs(name(input, "messages", ""), name(input, "system", ""), name(input, "images", ""),
                name(input, "image", ""), name(input, "limit", "max_tokens"), name(input, "stop", "stop_sequences"),
                JsonTree.number(input, "usual_limit").map(OptionalLong::of).orElse(OptionalLong.empty()));
        }

        private static String name(JsonObject input, String name, String otherwise) {
            return JsonTree.text(input, name).orElse(otherwise);
        }

        /** Puts pictures where the model takes them. */
        void addImages(List<String> addresses, JsonObject input) {
            if (addresses.isEmpty()) {
                return;
            }
            if (!images.isEmpty()) {
                var all = new JsonArray();
                addresses.forEach(address -> all.add(new JsonPrimitive(address)));
                input.add(images, all);
            } else if (!image.isEmpty() && addresses.size() == 1) {
                input.addProperty(image, addresses.get(0));
            } else {
                throw JsonTree.wrong("messages[].content[].image_url",
                    image.isEmpty() ? "this model takes no pictures" : "this model takes one picture");
            }
        }
    }
}
