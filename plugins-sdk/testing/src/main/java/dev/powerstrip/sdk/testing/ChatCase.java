package dev.powerstrip.sdk.testing;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.powerstrip.sdk.form.Usage;
import dev.powerstrip.sdk.json.JsonView;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/**
 * What a provider of chat may be able to do besides answering. An adapter shows each case by a golden exchange in
 * {@code openai.chat} that has it, whatever the exchange's name, or declares that it cannot do it.
 */
public enum ChatCase {
    /** The model calls a tool. */
    TOOLS((request, answer) -> calls(answer) > 0),
    /** The model calls several tools at once. */
    PARALLEL_TOOLS((request, answer) -> calls(answer) > 1),
    /** The answer is JSON that follows the request's schema. */
    JSON_SCHEMA((request, answer) -> request.get("response_format").get("type").string()
        .filter("json_schema"::equals).isPresent() && isJson(Gathered.of(answer).content())),
    /** The request shows a picture. */
    IMAGES((request, answer) -> holds(request, "image_url")),
    /** The request brings a document. */
    FILES((request, answer) -> holds(request, "file")),
    /** The request is heard. */
    AUDIO((request, answer) -> holds(request, "input_audio")),
    /** The model lets its thoughts be seen. */
    REASONING((request, answer) -> !Gathered.of(answer).reasoning().isEmpty()),
    /** Its thoughts come signed or encrypted and have to be given back as they were. */
    SIGNATURES((request, answer) -> !Gathered.of(answer).signatures().isEmpty()),
    /** A part of the prompt was read from the provider's cache. */
    CACHE((request, answer) -> answer.usage().map(Usage::cached).orElse(0L) > 0);

    private final BiPredicate<JsonView, Answer> shown;

    ChatCase(BiPredicate<JsonView, Answer> shown) {
        this.shown = shown;
    }

    boolean isShownBy(JsonView request, Answer answer) {
        return shown.test(request, answer);
    }

    private static int calls(Answer answer) {
        return Gathered.of(answer).calls().size();
    }

    private static boolean isJson(String content) {
        try {
            return JsonParser.parseString(content).isJsonObject();
        } catch (JsonParseException e) {
            return false;
        }
    }

    private static boolean holds(JsonView request, String type) {
        return request.get("messages").items().stream().flatMap(message -> message.get("content").items().stream())
            .anyMatch(part -> part.get("type").string().filter(type::equals).isPresent());
    }

    /** Every text in a tree, however deep. */
    static Stream<String> texts(JsonElement tree) {
        if (tree.isJsonArray()) {
            return tree.getAsJsonArray().asList().stream().flatMap(ChatCase::texts);
        }
        if (tree instanceof JsonObject object) {
            return object.entrySet().stream().flatMap(field -> texts(field.getValue()));
        }
        return tree.isJsonPrimitive() ? Stream.of(tree.getAsString()) : Stream.empty();
    }
}
