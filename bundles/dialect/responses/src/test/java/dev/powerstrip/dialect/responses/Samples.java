package dev.powerstrip.dialect.responses;

import com.google.gson.JsonParser;
import dev.powerstrip.sdk.dialect.AnswerFacts;
import dev.powerstrip.sdk.dialect.AnswerStore;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.form.Framing;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.http.RequestHead;
import dev.powerstrip.sdk.provider.Endpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** What the tests of this dialect are made of. */
final class Samples {

    static final String ID = "gen-1789000000-AbCdEfGhIjKlMnOpQrSt";
    static final String RESPONSE_ID = "resp_1789000000_AbCdEfGhIjKlMnOpQrSt";
    static final Endpoint PRICED = endpoint("openai", "OpenAI", "openai/gpt-5-mini",
        "{\"pricing\":{\"prompt\":\"0.000003\",\"completion\":\"0.000015\"}}");
    static final Endpoint UNPRICED = endpoint("local", "Local \"box\"", "local/llama", "{}");

    private Samples() {}

    static Endpoint endpoint(String provider, String name, String model, String facts) {
        return Endpoint.of(provider, name, model, model.substring(model.indexOf('/') + 1),
            JsonParser.parseString(facts).getAsJsonObject());
    }

    static RequestHead head(String method, String path) {
        int query = path.indexOf('?');
        return new RequestHead(method, query < 0 ? path : path.substring(0, query),
            query < 0 ? "" : path.substring(query + 1), Headers.none(),
            InetSocketAddress.createUnresolved("client", 1));
    }

    /** A request that offers a custom tool, streamed or not, with more fields. */
    static String request(boolean streamed, String more) {
        return """
            {"model":"openai/gpt-5-mini","input":"Hi","stream":%s,"tools":[{"type":"custom","name":"apply_patch"}]%s}"""
            .formatted(streamed, more);
    }

    static AnswerFacts facts(Endpoint endpoint, String request, Form form) {
        return new AnswerFacts(ID, Instant.ofEpochSecond(1789000000), ResponsesRequests.read(bytes(request)), endpoint,
            form);
    }

    /** What a client gets of an upstream answer whose bytes come that many at a time. */
    static String delivered(String upstream, String request, Form form, AnswerStore store, int size) {
        var facts = facts(PRICED, request, form);
        var pieces = new Delivery(facts, store);
        var bytes = bytes(upstream);
        for (int at = 0; at < bytes.length; at += size) {
            pieces.feed(bytes, at, Math.min(size, bytes.length - at));
        }
        return pieces.end();
    }

    /** Reads an upstream's bytes and writes the client's. */
    static final class Delivery {

        private final ResponsesWriter writer;
        private final Framing framing;
        private final AnswerReader reader;
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Delivery(AnswerFacts facts, AnswerStore store) {
            this.writer = new ResponsesWriter(facts, new Memory(store, facts.request()));
            this.framing = Framing.of(facts.request().streamed() ? "text/event-stream" : "application/json");
            this.reader = AnswerReader.of(facts.form());
        }

        void feed(byte[] bytes, int from, int length) {
            framing.feed(bytes, from, length,
                frame -> reader.read(frame, chunk -> out.writeBytes(writer.write(chunk))));
        }

        String end() {
            framing.end(frame -> reader.read(frame, chunk -> out.writeBytes(writer.write(chunk))));
            return said();
        }

        String said() {
            return text(out.toByteArray());
        }
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
