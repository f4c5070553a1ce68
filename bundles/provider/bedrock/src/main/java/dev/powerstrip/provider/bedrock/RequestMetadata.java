package dev.powerstrip.provider.bedrock;

import com.google.gson.JsonObject;
import dev.powerstrip.sdk.json.JsonTree;
import java.util.regex.Pattern;

/** Says the client's metadata as Bedrock's; what Bedrock would refuse the whole request for is left out. */
final class RequestMetadata {

    private static final Pattern TAKEN = Pattern.compile("[a-zA-Z0-9\\s:_@$#=/+,.-]{1,256}");
    private static final int MAX_ENTRIES = 16;

    private RequestMetadata() {}

    static void add(JsonObject chat, JsonObject converse) {
        var said = new JsonObject();
        JsonTree.object(chat, "metadata").ifPresent(metadata -> metadata.keySet().stream()
            .filter(name -> isTaken(name) && JsonTree.text(metadata, name).filter(RequestMetadata::isTaken).isPresent())
            .limit(MAX_ENTRIES).forEach(name -> JsonTree.copy(metadata, name, said, name)));
        if (!said.isEmpty() && !converse.has("requestMetadata")) {
            converse.add("requestMetadata", said);
        }
    }

    private static boolean isTaken(String text) {
        return TAKEN.matcher(text).matches();
    }
}
