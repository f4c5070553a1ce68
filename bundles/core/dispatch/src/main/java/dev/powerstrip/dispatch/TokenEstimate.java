package dev.powerstrip.dispatch;

import com.google.gson.JsonObject;
import dev.powerstrip.sdk.chat.CountRequest;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.form.Usage;
import dev.powerstrip.sdk.json.JsonView;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Estimates a request's tokens where its provider counts none: one for every four bytes of text, as records have it, and as
 * much for a picture or a page as the largest that most models take.
 */
final class TokenEstimate {

    private static final List<String> PROMPT = List.of("system", "messages", "tools", "systemInstruction",
        "system_instruction", "contents");
    private static final int BYTES_PER_TOKEN = 4;
    private static final int TOKENS_PER_FILE = 1600;
    /** No text of such a length is without a space. */
    private static final int LONGEST_WORD = 1024;

    private TokenEstimate() {}

    static Chunk answer(CountRequest request) {
        long bytes = 0;
        for (var part : PROMPT) {
            bytes += bytes(request.body().get(part));
        }
        var json = new JsonObject();
        json.addProperty("input_tokens", (bytes + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN);
        json.addProperty("estimated", true);
        return Chunk.whole(Form.TOKEN_COUNT, json.toString().getBytes(StandardCharsets.UTF_8)).content(() -> "")
            .usage(Usage.none()).build();
    }

    private static long bytes(JsonView value) {
        return switch (value.kind()) {
            case STRING -> isFile(value) ? (long) TOKENS_PER_FILE * BYTES_PER_TOKEN : value.length() - 2;
            case ARRAY -> value.items().stream().mapToLong(TokenEstimate::bytes).sum();
            case OBJECT -> value.fields().entrySet().stream()
                .mapToLong(field -> field.getKey().length() + bytes(field.getValue())).sum();
            default -> value.length();
        };
    }

    /** Base64, by itself or in a data URL. */
    private static boolean isFile(JsonView text) {
        return text.length() > LONGEST_WORD && !text.mentions(" ");
    }
}
