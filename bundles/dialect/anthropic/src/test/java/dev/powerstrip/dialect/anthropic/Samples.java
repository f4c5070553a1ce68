package dev.powerstrip.dialect.anthropic;

import com.google.gson.JsonParser;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.ProviderPreferences;
import dev.powerstrip.sdk.dialect.AnswerFacts;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.form.Framing;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.http.RequestHead;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.provider.Endpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** What the tests of this dialect are made of. */
final class Samples {

    static final String ID = "gen-1789000000-AbCdEfGhIjKlMnOpQrSt";
    static final Endpoint PRICED = endpoint("anthropic", "Anthropic", "anthropic/claude-sonnet-4.5",
        """
        {"name":"Claude Sonnet 4.5","created":1759104000,
         "pricing":{"prompt":"0.000003","completion":"0.000015","input_cache_read":"0.0000003","input_cache_write":"0.00000375"}}""");
    static final Endpoint UNPRICED = endpoint("local", "Local \"box\"", "local/llama", "{}");

    private Samples() {}

    static Endpoint endpoint(String provider, String name, String model, String facts) {
        return Endpoint.of(provider, name, model, model.substring(model.indexOf('/') + 1),
            JsonParser.parseString(facts).getAsJsonObject());
    }

    static RequestHead head(String method, String path, String... headers) {
        return new RequestHead(method, path, "", Headers.of(headers), InetSocketAddress.createUnresolved("client", 1));
    }

    static AnswerFacts facts(Endpoint endpoint, boolean streamed, Form form) {
        var request = new ChatRequest(Form.ANTHROPIC_MESSAGES, JsonView.parse(bytes("{}")), List.of(endpoint.model()),
            streamed, ProviderPreferences.none());
        return new AnswerFacts(ID, Instant.ofEpochSecond(1789000000), request, endpoint, form);
    }

    /** What a client gets of an upstream answer whose bytes come that many at a time. */
    static String delivered(String upstream, Endpoint endpoint, Form form, boolean streamed, int size) {
        var framing = Framing.of(streamed ? "text/event-stream" : "application/json");
        var reader = AnswerReader.of(form);
        var writer = new MessagesWriter(facts(endpoint, streamed, form));
        var out = new ByteArrayOutputStream();
        var bytes = bytes(upstream);
        for (int at = 0; at < bytes.length; at += size) {
            framing.feed(bytes, at, Math.min(size, bytes.length - at),
                frame -> reader.read(frame, chunk -> out.writeBytes(writer.write(chunk))));
        }
        framing.end(frame -> reader.read(frame, chunk -> out.writeBytes(writer.write(chunk))));
        return text(out.toByteArray());
    }

    static String file(String name) {
        try (var in = Samples.class.getResourceAsStream("golden/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
