package dev.powerstrip.provider.openai;

import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.json.JsonEdit;
import dev.powerstrip.sdk.json.JsonView;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * Takes out of messages and tools what clients of other providers write there and OpenAI refuses: cache marks and the
 * thoughts of other models.
 */
final class History {

    private static final List<String> REFUSED = List.of("cache_control", "reasoning", "reasoning_details",
        "reasoning_content");

    private History() {}

    /** Most requests hold nothing of that, which a look at their bytes tells; a false alarm costs time only. */
    static boolean isSuspicious(byte[] body) {
        var text = new String(body, StandardCharsets.ISO_8859_1);
        return Stream.of("\"cache_control\"", "reasoning").anyMatch(text::contains);
    }

    static void clean(JsonView body, JsonEdit edit, ChatRequest request) {
        edit.remove("cache_control");
        request.dropUnless(false, "cache_control");
        for (var name : List.of("messages", "tools")) {
            if (!body.get(name).items().isEmpty()) {
                edit.setRaw(body, name, cleanItems(body.get(name), name + ".", request));
            }
        }
    }

    private static byte[] cleanItems(JsonView array, String path, ChatRequest request) {
        var clean = new ByteArrayOutputStream();
        clean.write('[');
        for (var item : array.items()) {
            if (clean.size() > 1) {
                clean.write(',');
            }
            clean.writeBytes(item.kind() == JsonView.Kind.OBJECT ? cleanObject(item, path, request)
                : item.toBytes());
        }
        clean.write(']');
        return clean.toByteArray();
    }

    private static byte[] cleanObject(JsonView object, String path, ChatRequest request) {
        var edit = new JsonEdit(object);
        REFUSED.stream().filter(name -> object.get(name).hasValue()).forEach(name -> {
            edit.remove(name);
            request.drop(path + name);
        });
        for (var name : List.of("content", "tool_calls")) {
            if (!object.get(name).items().isEmpty()) {
                edit.setRaw(object, name, cleanItems(object.get(name), path + name + ".", request));
            }
        }
        return edit.toBytes();
    }
}
