package dev.powerstrip.dialect.responses;

import static dev.powerstrip.dialect.responses.Typed.copy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.CarriedThoughts;
import dev.powerstrip.sdk.json.JsonTree;
import dev.powerstrip.sdk.json.JsonView;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What providers sign or encrypt in their thoughts and want back unchanged. A reasoning item has one place for such a
 * thing, {@code encrypted_content}: the canonical details of another form's thought travel there as they are.
 */
final class Thoughts {

    /** The format of thoughts that are Responses' own. */
    private static final String OWN = "openai-responses-v1";
    private Thoughts() {}

    /** The encrypted content that holds these details; empty if no provider would want them back. */
    static Optional<String> sealed(List<JsonObject> details) {
        if (details.stream().noneMatch(Thoughts::isWanted)) {
            return Optional.empty();
        }
        return Optional.of(CarriedThoughts.signature(JsonTree.array(details)));
    }

    /** What has a format is read by the provider of that format, signed or not. */
    private static boolean isWanted(JsonObject detail) {
        return Stream.of("signature", "data", "value", "format").anyMatch(detail::has);
    }

    /** Adds the thought that a client sends back to an assistant's turn. */
    static void recall(JsonView item, AssistantTurn turn) {
        texts(item).forEach(turn::thought);
        var encrypted = item.get("encrypted_content").string().orElse("");
        if (encrypted.startsWith(CarriedThoughts.MARK)) {
            opened(encrypted).forEach(turn::detail);
        } else if (!encrypted.isEmpty()) {
            texts(item).forEach(text -> turn.detail(own(item, Typed.of("reasoning.summary", "summary", text))));
            turn.detail(own(item, Typed.of("reasoning.encrypted", "data", encrypted)));
        }
    }

    private static Stream<String> texts(JsonView item) {
        return Stream.of("summary", "content").flatMap(name -> item.get(name).items().stream())
            .flatMap(part -> part.get("text").string().stream());
    }

    private static JsonObject own(JsonView item, JsonObject detail) {
        detail.addProperty("format", OWN);
        copy(item, "id", detail, "id");
        return detail;
    }

    private static List<JsonObject> opened(String encrypted) {
        var details = CarriedThoughts.of(encrypted).map(JsonArray::asList).orElse(List.of());
        if (details.isEmpty() || !details.stream().allMatch(JsonElement::isJsonObject)) {
            throw new GatewayException(ErrorType.INVALID_REQUEST,
                "input[].encrypted_content is damaged: send reasoning items back as they came");
        }
        return details.stream().map(JsonElement::getAsJsonObject).toList();
    }
}
