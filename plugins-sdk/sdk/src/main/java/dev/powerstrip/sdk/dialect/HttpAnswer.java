package dev.powerstrip.sdk.dialect;

import com.google.gson.JsonElement;
import dev.powerstrip.sdk.http.Headers;
import java.nio.charset.StandardCharsets;

/** A whole HTTP answer, sent at once. */
public record HttpAnswer(int status, Headers headers, byte[] body) {

    public static HttpAnswer json(int status, JsonElement body) {
        return new HttpAnswer(status, Headers.of("Content-Type", "application/json"),
            body.toString().getBytes(StandardCharsets.UTF_8));
    }

    public HttpAnswer with(String name, String value) {
        return new HttpAnswer(status, headers.with(name, value), body);
    }

    @Override
    public String toString() {
        return "HttpAnswer[%d, %d bytes]".formatted(status, body.length);
    }
}
