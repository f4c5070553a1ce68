package dev.powerstrip.dialect.openai;

import com.google.gson.JsonParser;
import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.ProviderPreferences;
import dev.powerstrip.sdk.dialect.AnswerFacts;
import dev.powerstrip.sdk.dialect.Directory;
import dev.powerstrip.sdk.dialect.HttpAnswer;
import dev.powerstrip.sdk.dialect.KeyUsage;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.http.RequestHead;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.sink.CallRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the tests of this dialect are made of. */
final class Samples {

    static final Endpoint PRICED = endpoint("openai", "OpenAI", "openai/gpt-4o-mini", """
        {"name":"GPT-4o mini","created":1721260800,"context_length":128000,"max_completion_tokens":16384,
         "supported_parameters":["tools","temperature"],"input_modalities":["text","image"],"output_modalities":["text"],
         "pricing":{"prompt":"0.00000015","completion":"0.0000006","input_cache_read":"0.000000075"}}""");
    static final Endpoint UNPRICED = endpoint("local", "Local \"box\"", "local/llama", "{}");
    static final Principal PRINCIPAL = new Principal("hash", "sk-ps-ab...yz", Principal.Role.INFERENCE);

    private Samples() {}

    static Endpoint endpoint(String provider, String name, String model, String facts) {
        return Endpoint.of(provider, name, model, model.substring(model.indexOf('/') + 1),
            JsonParser.parseString(facts).getAsJsonObject());
    }

    static RequestHead head(String method, String path) {
        int query = path.indexOf('?');
        return new RequestHead(method, query < 0 ? path : path.substring(0, query),
            query < 0 ? "" : path.substring(query + 1),
            Headers.none(), InetSocketAddress.createUnresolved("client", 1));
    }

    static AnswerFacts facts(Endpoint endpoint, boolean streamed) {
        var request
            = new ChatRequest(Form.OPENAI_CHAT, JsonView.parse(bytes("{}")), List.of(endpoint.model()), streamed,
                ProviderPreferences.none());
        return new AnswerFacts("gen-1789000000-AbCdEfGhIjKlMnOpQrSt", Instant.ofEpochSecond(1789000000), request,
            endpoint,
            Form.OPENAI_CHAT);
    }

    static Directory directory(Map<String, CallRecord> records, Endpoint... endpoints) {
        var models = new LinkedHashMap<String, List<Endpoint>>();
        for (var endpoint : endpoints) {
            models.merge(endpoint.model(), List.of(endpoint), Samples::joined);
        }
        return new Directory() {

            @Override
            public Map<String, List<Endpoint>> models() {
                return models;
            }

            @Override
            public Optional<CallRecord> generation(String id, Principal principal) {
                return Optional.ofNullable(records.get(id));
            }

            @Override
            public KeyUsage usage(Principal principal) {
                return new KeyUsage(new BigDecimal("25.50"), new BigDecimal("1.2"), new BigDecimal("9.9"),
                    BigDecimal.ZERO);
            }
        };
    }

    private static List<Endpoint> joined(List<Endpoint> some, List<Endpoint> more) {
        return java.util.stream.Stream.concat(some.stream(), more.stream()).toList();
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

    static String text(HttpAnswer answer) {
        return text(answer.body());
    }
}
