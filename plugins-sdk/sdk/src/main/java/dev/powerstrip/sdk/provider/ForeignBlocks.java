package dev.powerstrip.sdk.provider;

import dev.powerstrip.sdk.chat.ModelRequest;
import dev.powerstrip.sdk.form.CarriedThoughts;
import dev.powerstrip.sdk.json.JsonEdit;
import dev.powerstrip.sdk.json.JsonView;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes the thoughts of other models out of a request for Anthropic, which refuses signatures that it did not make. */
final class ForeignBlocks {

    /** Where the blocks that are thoughts have their signatures. */
    private static final Map<String, String> SIGNATURES = Map.of("thinking", "signature", "redacted_thinking", "data");

    private ForeignBlocks() {}

    /** A turn of which nothing is left goes too, as Anthropic refuses an empty one; what stays keeps its bytes. */
    static void remove(ModelRequest request, JsonEdit edit) {
        if (!request.body().mentions(CarriedThoughts.MARK)) {
            return;
        }
        var turns = request.body().get("messages").items().stream().map(Turn::of).toList();
        var changed = turns.stream().filter(Turn::isChanged).toList();
        changed.forEach(turn -> turn.dropFrom(request));
        if (changed.stream().anyMatch(Turn::isEmpty)) {
            var kept = turns.stream().filter(turn -> !turn.isChanged() || !turn.isEmpty()).map(Turn::bytes).toList();
            edit.setRaw(request.body(), "messages", RawArray.of(kept));
        } else {
            changed.forEach(turn -> turn.changeIn(edit));
        }
    }

    /** The field of a block that carries another model's thoughts. */
    private static Optional<String> carrier(JsonView block) {
        return block.get("type").string().map(SIGNATURES::get).filter(name -> block.get(name).string()
            .filter(signature -> signature.startsWith(CarriedThoughts.MARK)).isPresent());
    }

    /** A turn and the blocks of it that stay. */
    private record Turn(JsonView message, List<JsonView> kept) {

        static Turn of(JsonView message) {
            return new Turn(message,
                message.get("content").items().stream().filter(block -> carrier(block).isEmpty()).toList());
        }

        boolean isChanged() {
            return kept.size() < message.get("content").items().size();
        }

        boolean isEmpty() {
            return kept.isEmpty();
        }

        void dropFrom(ModelRequest request) {
            message.get("content").items().stream().flatMap(block -> carrier(block).stream())
                .forEach(name -> request.drop("messages.content." + name));
        }

        void changeIn(JsonEdit edit) {
            edit.setRaw(message, "content", RawArray.of(kept.stream().map(JsonView::toBytes).toList()));
        }

        byte[] bytes() {
            var edit = new JsonEdit(message);
            if (isChanged()) {
                changeIn(edit);
            }
            return edit.toBytes();
        }
    }
}
