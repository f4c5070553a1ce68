package dev.powerstrip.dialect.gemini;

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
    static final Endpoint PRICED = endpoint("gemini", "Google AI Studio", "google/gemini-x",
        """
        {"name":"Gemini X","context_length":1000,"max_completion_tokens":100,"output_modalities":["text"],
         "pricing":{"prompt":"0.000003","completion":"0.000015","input_cache_read":"0.0000003","input_cache_write":"0.00000375"}}""");
    static final Endpoint UNPRICED = endpoint("local", "Local \"box\"", "local/llama", "{}");

    private Samples() {}

    static Endpoint endpoint(String provider, String name, String model, String facts) {
        return Endpoint.of(provider, name, model, model.substring(model.indexOf('/') + 1),
            JsonParser.parseString(facts).getAsJsonObject());
    }

    static RequestHead head(String method, String target) {
        int query = target.indexOf('?');
        return new RequestHead(method, query < 0 ? target : target.substring(0, query),
            query < 0 ? "" : target.substring(query + 1), Headers.none(),
            InetSocketAddress.createUnresolved("client", 1));
    }

    static AnswerFacts facts(Endpoint endpoint, boolean streamed, Form form) {
        return facts(endpoint, streamed, form, true);
    }

    static AnswerFacts facts(Endpoint endpoint, boolean streamed, Form form, boolean showsThoughts) {
        var body = "{\"generationConfig\":{\"thinkingConfig\":{\"includeThoughts\":%s}}}".formatted(showsThoughts);
        var request = new ChatRequest(Form.GEMINI_GENERATE, JsonView.parse(bytes(body)), List.of(endpoint.model()),
            streamed, ProviderPreferences.none());
        return new AnswerFacts(ID, Instant.ofEpochSecond(1789000000), request, endpoint, form);
    }

    /** What a client gets of an upstream answer whose bytes come in these pieces, and end where the last one ends. */
    static String delivered(AnswerFacts facts, Layout layout, byte[]... pieces) {
        var framing = Framing.of(facts.request().streamed() ? "text/event-stream" : "application/json");
        var reader = AnswerReader.of(facts.form());
        var writer = new GenerateWriter(facts, layout);
        var out = new ByteArrayOutputStream();
        for (var piece : pieces) {
            framing.feed(piece, 0, piece.length,
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
