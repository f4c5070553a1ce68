package dev.powerstrip.sdk.chat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a {@code data:} URL carries.
 *
 * @param mediaType such as {@code image/png}; never empty
 * @param base64 its bytes in base64
 */
public record DataUrl(String mediaType, String base64) {

    /** Parameters are not told apart: a group that repeats takes a piece of the call stack each time. */
    private static final Pattern SHAPE
        = Pattern.compile("data:([^;,]*)(?:;[^,]*?)??(;base64)?,(.*)", Pattern.DOTALL);

    /** Empty if it is an address, or anything else. */
    public static Optional<DataUrl> of(String url) {
        try {
            return parsed(url);
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static Optional<DataUrl> parsed(String url) {
        var parts = SHAPE.matcher(url);
        if (!parts.matches()) {
            return Optional.empty();
        }
        var mediaType = parts.group(1).isEmpty() ? "text/plain" : parts.group(1);
        return Optional.of(new DataUrl(mediaType, parts.group(2) == null ? encoded(parts.group(3)) : parts.group(3)));
    }

    private static String encoded(String escaped) {
        var text = URLDecoder.decode(escaped.replace("+", "%2B"), StandardCharsets.UTF_8);
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The media type after its slash: {@code png}. */
    public String subtype() {
        return mediaType.substring(mediaType.indexOf('/') + 1);
    }

    @Override
    public String toString() {
        return "DataUrl[%s, %d characters]".formatted(mediaType, base64.length());
    }
}
