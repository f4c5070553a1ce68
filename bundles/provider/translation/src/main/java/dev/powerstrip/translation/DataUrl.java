package dev.powerstrip.translation;

import dev.powerstrip.sdk.json.JsonTree;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A medium that stands within its URL, {@code data:image/png;base64,...}.
 *
 * @param mediaType {@code text/plain} where the URL says none
 * @param isBase64 whether the data is base64 or text
 */
public record DataUrl(String mediaType, boolean isBase64, String data) {

    /** Parameters are not told apart: a group that repeats takes a piece of the call stack each time. */
    private static final Pattern SHAPE
        = Pattern.compile("data:([^;,]*)(?:;[^,]*?)??(;base64)?,(.*)", Pattern.DOTALL);

    /** Empty for any other URL. */
    public static Optional<DataUrl> of(String url) {
        var data = SHAPE.matcher(url);
        if (!data.matches()) {
            return Optional.empty();
        }
        var mediaType = data.group(1).isEmpty() ? "text/plain" : data.group(1);
        return Optional.of(new DataUrl(mediaType, data.group(2) != null, data.group(3)));
    }

    public boolean isText() {
        return mediaType.startsWith("text/");
    }

    /** The data in base64, which whatever is no text has to come in. */
    public String base64() {
        if (!isBase64 && !isText()) {
            throw JsonTree.wrong("messages[].content[]", "the data URL of %s has to be in base64".formatted(mediaType));
        }
        return isBase64 ? data : Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.UTF_8));
    }

    /** The text that it holds. */
    public String text() {
        if (!isBase64) {
            return data;
        }
        try {
            return new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw JsonTree.wrong("messages[].content[]", "the data URL is no valid base64");
        }
    }

    /** What it is and how long, never what it says. */
    @Override
    public String toString() {
        return "DataUrl[%s, %d characters]".formatted(mediaType, data.length());
    }
}
