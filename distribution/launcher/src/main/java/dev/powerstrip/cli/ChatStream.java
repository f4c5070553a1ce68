package dev.powerstrip.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.powerstrip.launcher.RefusedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.function.Consumer;

/** The gateway's streamed answer to a chat. */
final class ChatStream {

    private static final String DATA = "data: ";
    private static final String END = "[DONE]";

    private ChatStream() {}

    /**
     * Hands each chunk on as it comes, and closes the answer.
     *
     * @throws RefusedException if the stream tells an error or breaks off
     */
    static void read(InputStream answer, Consumer<JsonObject> chunks) throws IOException, RefusedException {
        try (var lines = new BufferedReader(new InputStreamReader(answer, UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals(DATA + END)) {
                    return;
                }
                if (line.startsWith(DATA)) {
                    chunks.accept(chunk(line.substring(DATA.length())));
                }
            }
        }
        throw new RefusedException("the answer broke off");
    }

    private static JsonObject chunk(String data) throws RefusedException {
        var chunk = JsonParser.parseString(data).getAsJsonObject();
        if (chunk.has("error")) {
            throw new RefusedException(chunk.getAsJsonObject("error").get("message").getAsString());
        }
        return chunk;
    }
}
