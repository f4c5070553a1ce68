package dev.powerstrip.sdk.provider;

import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonEdit;
import dev.powerstrip.sdk.json.JsonTree;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.upstream.Fetched;
import java.io.IOException;
import java.net.URI;
import java.net.URLConnection;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Puts what the URLs in a conversation lead to into the request itself, for an upstream that takes data only. */
public final class InlinedMedia {

    private static final int MAX_BYTES = 32 * 1024 * 1024;
    private static final List<String> PLACES = List.of("image_url", "video_url", "input_video");

    private final Predicate<String> taken;
    private final Attempt attempt;
    private final JsonEdit edit;
    private final Map<String, JsonPrimitive> known = new HashMap<>();
    private int size;

    private InlinedMedia(Predicate<String> taken, Attempt attempt, JsonEdit edit) {
        this.taken = taken;
        this.attempt = attempt;
        this.edit = edit;
    }

    /**
     * The request with a data URL in the place of each address ({@code https://...}) that a picture, a video or a document
     * in its messages has. Fetches each once, blocking; returns at once where there is none. Only a request of the form
     * {@code openai.chat} is changed.
     *
     * @param taken which addresses the upstream takes itself; they stay
     * @throws GatewayException if one cannot be fetched, or all together are too large; it is meant for the client
     * @throws IOException if the attempt was cancelled
     */
    public static ChatRequest of(ChatRequest request, Predicate<String> taken, Attempt attempt) throws IOException {
        if (!request.form().equals(Form.OPENAI_CHAT)) {
            return request;
        }
        var edit = new JsonEdit(request.body());
        var media = new InlinedMedia(taken, attempt, edit);
        for (var message : request.body().get("messages").items()) {
            for (var part : message.get("content").items()) {
                media.inline(part);
            }
        }
        return media.known.isEmpty() ? request : request.in(request.form(), JsonView.composed(edit.toBytes()));
    }

    private void inline(JsonView part) throws IOException {
        for (var place : PLACES) {
            inline(part, place);
            inline(part.get(place), "url");
        }
        inline(part.get("file"), "file_data");
    }

    private void inline(JsonView object, String name) throws IOException {
        var url = object.get(name).string().filter(InlinedMedia::isAddress).filter(taken.negate());
        if (url.isPresent()) {
            edit.set(object, name, data(url.get()));
        }
    }

    private static boolean isAddress(String url) {
        return url.regionMatches(true, 0, "https://", 0, 8) || url.regionMatches(true, 0, "http://", 0, 7);
    }

    private JsonPrimitive data(String url) throws IOException {
        if (!known.containsKey(url)) {
            var fetched = attempt.fetch(uri(url));
            size += fetched.bytes().length;
            if (size > MAX_BYTES) {
                throw new GatewayException(ErrorType.PAYLOAD_TOO_LARGE,
                    "what the URLs in messages lead to is larger than %d bytes together; ask for less at once"
                        .formatted(MAX_BYTES));
            }
            known.put(url, new JsonPrimitive("data:%s;base64,%s".formatted(mediaType(url, fetched),
                Base64.getEncoder().encodeToString(fetched.bytes()))));
        }
        return known.get(url);
    }

    private static URI uri(String url) {
        try {
            return URI.create(url);
        } catch (IllegalArgumentException e) {
            throw JsonTree.wrong("messages[].content[]", "a URL in it is none");
        }
    }

    /** As the server says, or else as the name ends. */
    private static String mediaType(String url, Fetched fetched) {
        var told = fetched.contentType().replaceFirst(";.*", "").strip();
        return Optional.of(told).filter(type -> !type.isEmpty() && !type.equals("application/octet-stream"))
            .or(() -> Optional.ofNullable(URLConnection.guessContentTypeFromName(url.replaceFirst("[?#].*", ""))))
            .orElse("application/octet-stream");
    }
}
