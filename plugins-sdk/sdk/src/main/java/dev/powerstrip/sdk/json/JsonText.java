package dev.powerstrip.sdk.json;

import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;

/** Strings as JSON writes them. */
public final class JsonText {

    private JsonText() {}

    /** The string between quotes, escaped where it must be, in UTF-8. */
    public static byte[] of(String text) {
        return isPlain(text) ? quoted(text) : new JsonPrimitive(text).toString().getBytes(StandardCharsets.UTF_8);
    }

    /** ASCII of which nothing is escaped, as names, ids and slugs are. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character < ' ' || character > '~' || character == '"' || character == '\\') {
                return false;
            }
        }
        return true;
    }

    private static byte[] quoted(String text) {
        var json = new byte[text.length() + 2];
        json[0] = '"';
        for (int i = 0; i < text.length(); i++) {
            json[i + 1] = (byte) text.charAt(i);
        }
        json[json.length - 1] = '"';
        return json;
    }
}
