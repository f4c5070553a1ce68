package dev.powerstrip.dialect.anthropic;

import com.google.gson.JsonObject;
import dev.powerstrip.sdk.json.JsonView;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says documents and search results as content parts: as files where they are files, in words where they are words. */
final class Documents {

    private Documents() {}

    /** What lies at Anthropic can only be said to Anthropic. */
    static JsonObject part(JsonView document) {
        var source = document.get("source");
        return switch (source.get("type").string().orElse("")) {
            case "base64" -> file(document, "data:%s;base64,%s".formatted(
                source.get("media_type").string().orElse("application/pdf"), source.get("data").string().orElse("")));
            case "url" -> file(document, source.get("url").string().orElse(""));
            case "text" -> inWords(document, source.get("data").string().orElse(""));
            case "content" -> source.get("content").kind() == JsonView.Kind.STRING
                || source.get("content").items().stream().allMatch(Documents::isText)
                    ? inWords(document, text(source.get("content"))) : Parts.labelled(document);
            default -> Parts.labelled(document);
        };
    }

    private static JsonObject file(JsonView document, String data) {
        var file = new JsonObject();
        file.addProperty("filename", document.get("title").string().orElse("document"));
        file.addProperty("file_data", data);
        var part = new JsonObject();
        part.addProperty("type", "file");
        part.add("file", file);
        return part;
    }

    private static JsonObject inWords(JsonView document, String text) {
        return Parts.text(lines(Stream.of(document.get("title").string().orElse(""),
            document.get("context").string().orElse(""), text)));
    }

    static JsonObject searchResult(JsonView result) {
        return Parts.text(lines(Stream.of(result.get("title").string().orElse(""),
            result.get("source").string().orElse(""), text(result.get("content")))));
    }

    private static String lines(Stream<String> parts) {
        return parts.filter(part -> !part.isEmpty()).collect(Collectors.joining("\n"));
    }

    private static String text(JsonView content) {
        return content.string().orElseGet(() -> content.items().stream()
            .map(block -> block.get("text").string().orElse("")).collect(Collectors.joining("\n")));
    }

    private static boolean isText(JsonView block) {
        return block.get("type").string().filter("text"::equals).isPresent();
    }
}
