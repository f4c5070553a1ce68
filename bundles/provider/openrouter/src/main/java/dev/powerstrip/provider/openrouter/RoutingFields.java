package dev.powerstrip.provider.openrouter;

import com.google.gson.JsonObject;
import dev.powerstrip.sdk.json.JsonEdit;
import dev.powerstrip.sdk.json.JsonView;
import java.util.List;
import java.util.Set;

/**
 * Puts back what this gateway takes for its own routing and OpenRouter understands as well: wishes that bind whoever
 * answers. Which of OpenRouter's providers are wanted is said in an object {@code openrouter}, whose fields become
 * those of the request.
 */
final class RoutingFields {

    private static final String OWN = "openrouter";
    private static final List<String> SHARED = List.of("plugins", "transforms", "session_id", "trace", "route");
    /** These name providers and models of this gateway. */
    private static final Set<String> OURS = Set.of("order", "only", "ignore", "allow_fallbacks");

    private RoutingFields() {}

    /**
     * The body with the routing fields.
     *
     * @param asked the request as the client sent it
     * @param body the same without them
     */
    static byte[] add(JsonView asked, byte[] body) {
        var said = JsonView.composed(body);
        var edit = new JsonEdit(said).remove(OWN);
        SHARED.stream().filter(name -> asked.get(name).hasValue())
            .forEach(name -> edit.setRaw(said, name, asked.get(name).toBytes()));
        var wishes = wishes(asked.get("provider"));
        if (!wishes.isEmpty()) {
            edit.set(said, "provider", wishes);
        }
        asked.get(OWN).fields().forEach((name, value) -> edit.setRaw(said, name, value.toBytes()));
        return edit.toBytes();
    }

    private static JsonObject wishes(JsonView provider) {
        var wishes = new JsonObject();
        provider.fields().forEach((name, value) -> {
            if (!OURS.contains(name)) {
                wishes.add(name, value.tree());
            }
        });
        return wishes;
    }
}
