package dev.powerstrip.translation.messages;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.json.JsonTree;

/** Refuses media that stand at an address, for services that take only data. */
final class Addresses {

    private static final JsonPrimitive URL = new JsonPrimitive("url");

    private Addresses() {}

    static void refuse(JsonElement blocks) {
        if (blocks.isJsonArray()) {
            blocks.getAsJsonArray().forEach(Addresses::refuse);
        } else if (blocks instanceof JsonObject block) {
            if (JsonTree.object(block, "source").filter(source -> URL.equals(source.get("type"))).isPresent()) {
                throw JsonTree.wrong("messages[].content[]",
                    "this provider does not fetch what is at an address; send it as a data URL, \"data:...;base64,...\"");
            }
            if (block.has("content")) {
                refuse(block.get("content"));
            }
        }
    }
}
