package dev.powerstrip.dialect.gemini;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.json.JsonView;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Says what a user shows, or a tool brings, as content parts. */
final class Parts {

    /** What only Google can get: its own files, and those in its storage. */
    private static final Pattern GOOGLES = Pattern.compile("(gs://|https://generativelanguage\\.googleapis\\.com/).*");
    private static final Pattern YOUTUBE = Pattern.compile("https://((www\\.)?youtube\\.com|youtu\\.be)/.*");

    private Parts() {}

    /** Empty for a text without a character, which says nothing. */
    static Optional<JsonObject> of(JsonView part) {
        var text = part.get("text").string();
        if (text.isPresent()) {
            return text.filter(said -> !said.isEmpty()).map(Parts::text);
        }
        var data = Names.get(part, "inlineData");
        if (data.hasValue()) {
            return Optional.of(inline(Names.text(data, "mimeType"), data.get("data").string().orElse("")));
        }
        var file = Names.get(part, "fileData");
        if (file.hasValue() && !GOOGLES.matcher(Names.text(file, "fileUri")).matches()) {
            return Optional.of(at(Names.text(file, "mimeType"), Names.text(file, "fileUri")));
        }
        return part.fields().isEmpty() ? Optional.empty() : Optional.of(GenerateToChat.labelled(part.tree()));
    }

    static JsonObject text(String text) {
        return GenerateToChat.typed("text", "text", text);
    }

    private static JsonObject inline(String mimeType, String data) {
        if (mimeType.startsWith("audio/")) {
            var audio = new JsonObject();
            audio.addProperty("data", data);
            audio.addProperty("format", mimeType.equals("audio/mpeg") ? "mp3" : subtype(mimeType));
            var part = GenerateToChat.typed("input_audio");
            part.add("input_audio", audio);
            return part;
        }
        return at(mimeType, "data:%s;base64,%s".formatted(mimeType, data));
    }

    private static String subtype(String mimeType) {
        return mimeType.replaceFirst("[^/]*/(x-)?", "").replaceFirst(";.*", "");
    }

    private static JsonObject at(String mimeType, String url) {
        if (mimeType.startsWith("image/")) {
            return url("image_url", url);
        }
        if (mimeType.startsWith("video/") || YOUTUBE.matcher(url).matches()) {
            return url("video_url", url);
        }
        var file = new JsonObject();
        file.addProperty("filename", mimeType.equals("application/pdf") ? "document.pdf" : "document");
        file.addProperty("file_data", url);
        var part = GenerateToChat.typed("file");
        part.add("file", file);
        return part;
    }

    private static JsonObject url(String type, String url) {
        var part = GenerateToChat.typed(type);
        part.add(type, GenerateToChat.of("url", new JsonPrimitive(url)));
        return part;
    }

    /** A picture that the model made in an earlier turn. */
    static JsonObject picture(JsonView data) {
        return inline(Names.text(data, "mimeType"), data.get("data").string().orElse(""));
    }

    static boolean isPlainText(JsonObject part) {
        return part.has("text");
    }

    /** A single text is said as that text, which every server understands. */
    static JsonElement content(List<JsonObject> parts) {
        if (parts.isEmpty()) {
            return new JsonPrimitive("");
        }
        if (parts.size() == 1 && isPlainText(parts.get(0))) {
            return parts.get(0).get("text");
        }
        var content = new JsonArray();
        parts.forEach(content::add);
        return content;
    }
}
