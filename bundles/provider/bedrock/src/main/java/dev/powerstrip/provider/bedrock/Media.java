package dev.powerstrip.provider.bedrock;

import com.google.gson.JsonObject;
import dev.powerstrip.sdk.chat.DataUrl;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.json.JsonTree;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Says images, documents, audio and video. Bedrock fetches nothing but from S3. One request, one thread. */
final class Media {

    private static final Map<String, String> DOCUMENTS = Map.ofEntries(Map.entry("application/pdf", "pdf"),
        Map.entry("text/plain", "txt"), Map.entry("text/csv", "csv"), Map.entry("text/html", "html"),
        Map.entry("text/markdown", "md"), Map.entry("application/msword", "doc"),
        Map.entry("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
        Map.entry("application/vnd.ms-excel", "xls"),
        Map.entry("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"));

    private final Set<String> names = new HashSet<>();

    JsonObject image(JsonObject part) {
        var url = url(part, "image_url");
        return media("image", DataUrl.of(url).map(DataUrl::subtype).orElseGet(() -> ending(url))
            .replace("jpg", "jpeg"), source("image_url.url", url));
    }

    JsonObject video(JsonObject part) {
        var url = url(part, part.has("video_url") ? "video_url" : "input_video");
        return media("video", DataUrl.of(url).map(DataUrl::subtype).orElseGet(() -> ending(url)),
            source("video_url.url", url));
    }

    JsonObject audio(JsonObject part) {
        var audio = JsonTree.object(part, "input_audio").orElseThrow(() -> missing("input_audio"));
        return media("audio", JsonTree.text(audio, "format").orElseThrow(() -> missing("input_audio.format")),
            JsonTree.of("bytes", JsonTree.text(audio, "data").orElseThrow(() -> missing("input_audio.data"))));
    }

    JsonObject document(JsonObject part) {
        var file = JsonTree.object(part, "file").orElseThrow(() -> missing("file"));
        var url = JsonTree.text(file, "file_data").orElseThrow(() -> missing("file.file_data"));
        var name = JsonTree.text(file, "filename").orElse("");
        var format = DataUrl.of(url).flatMap(data -> Optional.ofNullable(DOCUMENTS.get(data.mediaType())))
            .orElseGet(() -> ending(name.isEmpty() ? url : name));
        var block = media("document", format, source("file.file_data", url));
        block.getAsJsonObject("document").addProperty("name", documentName(name));
        return block;
    }

    /** Bedrock wants names of a few kinds of characters, each once. */
    private String documentName(String filename) {
        int dot = filename.lastIndexOf('.');
        var stem = (dot > 0 ? filename.substring(0, dot) : filename).replaceAll("[^a-zA-Z0-9()\\[\\]-]+", " ").strip();
        var wanted = stem.isEmpty() ? "document" : stem;
        var name = wanted;
        for (int number = 2; !names.add(name); number++) {
            name = wanted + " " + number;
        }
        return name;
    }

    private static JsonObject media(String kind, String format, JsonObject source) {
        var media = JsonTree.of("format", format);
        media.add("source", source);
        return JsonTree.of(kind, media);
    }

    private static JsonObject source(String name, String url) {
        if (url.startsWith("s3://")) {
            return JsonTree.of("s3Location", JsonTree.of("uri", url));
        }
        return DataUrl.of(url).map(data -> JsonTree.of("bytes", data.base64())).orElseThrow(() -> JsonTree
            .wrong("messages[].content[]." + name, "Bedrock fetches nothing: a data URL or s3:// is expected"));
    }

    private static String url(JsonObject part, String name) {
        return JsonTree.object(part, name).flatMap(place -> JsonTree.text(place, "url"))
            .or(() -> JsonTree.text(part, name)).orElseThrow(() -> missing(name + ".url"));
    }

    private static String ending(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    private static GatewayException missing(String name) {
        return JsonTree.wrong("messages[].content[]." + name, "is missing");
    }
}
