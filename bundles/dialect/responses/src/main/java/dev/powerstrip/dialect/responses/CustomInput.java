package dev.powerstrip.dialect.responses;

import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.regex.Pattern;

/**
 * Takes the free text out of a function's arguments, {@code {"input":".."}}, while they are still coming. Arguments of
 * another shape are the text themselves.
 */
final class CustomInput {

    private static final Pattern HEAD = Pattern.compile("\\s*\\{\\s*\"" + Tools.INPUT + "\"\\s*:\\s*\"");
    private static final int UNICODE_ESCAPE = 6;

    private final StringBuilder json = new StringBuilder();
    private int at;
    private boolean inside;
    private boolean ended;

    /** The text that this piece of JSON adds. */
    String read(String piece) {
        json.append(piece);
        if (!inside) {
            var head = HEAD.matcher(json);
            inside = head.lookingAt();
            at = inside ? head.end() : 0;
        }
        return inside && !ended ? decoded() : "";
    }

    private String decoded() {
        int from = at;
        while (at < json.length() && json.charAt(at) != '"') {
            int length = json.charAt(at) == '\\' ? escapeLength() : 1;
            if (at + length > json.length()) {
                return unescaped(json.substring(from, at));
            }
            at += length;
        }
        ended = at < json.length();
        return unescaped(json.substring(from, at));
    }

    /** A character beyond the first 65,536 is two escapes, which are taken together. */
    private int escapeLength() {
        if (at + 1 >= json.length() || json.charAt(at + 1) != 'u') {
            return 2;
        }
        boolean pair = at + 3 < json.length() && "dD".indexOf(json.charAt(at + 2)) >= 0
            && "89abAB".indexOf(json.charAt(at + 3)) >= 0;
        return pair ? 2 * UNICODE_ESCAPE : UNICODE_ESCAPE;
    }

    private static String unescaped(String text) {
        try {
            return text.indexOf('\\') < 0 ? text : JsonParser.parseString('"' + text + '"').getAsString();
        } catch (JsonParseException noEscape) {
            return text;
        }
    }

    /** What is left when all has come: everything, where the arguments have another shape. */
    String rest() {
        return inside ? "" : json.toString();
    }
}
