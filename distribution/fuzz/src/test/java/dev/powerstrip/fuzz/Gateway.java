package dev.powerstrip.fuzz;

import com.google.gson.JsonParser;
import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.chat.Capability;
import dev.powerstrip.sdk.chat.ModelRequest;
import dev.powerstrip.sdk.dialect.AnswerFacts;
import dev.powerstrip.sdk.dialect.AnswerStore;
import dev.powerstrip.sdk.dialect.AnswerWriter;
import dev.powerstrip.sdk.dialect.Dialect;
import dev.powerstrip.sdk.dialect.Directory;
import dev.powerstrip.sdk.dialect.HttpAnswer;
import dev.powerstrip.sdk.dialect.KeyUsage;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.form.Framing;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.provider.ProviderResponse;
import dev.powerstrip.sdk.sink.CallRecord;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks a dialect and adapters what the gateway asks them, in its order and on one thread, and lets nothing pass but what they
 * may say: an answer, or a failure that is the client's or the upstream's fault. One exchange each; one thread.
 */
final class Gateway {

    private static final String ID = "gen-1789000000-AbCdEfGhIjKlMnOpQrSt";
    private static final Principal CALLER = new Principal("hash", "label", Principal.Role.INFERENCE);

    private final KeptAnswers store = new KeptAnswers();
    private final Dialect dialect;
    private final ClientRequest client;

    Gateway(Dialect dialect, ClientRequest client) {
        this.dialect = dialect;
        this.client = client;
    }

    /** Reads the request, tells it to every upstream, and says a sound answer to it. */
    void tell() throws IOException {
        try {
            if (!dialect.accepts(client.head())) {
                return;
            }
            if (!dialect.asksModel(client.head())) {
                dialect.lookup(client.head(), CALLER, directory());
                return;
            }
        } catch (GatewayException refused) {
            say(refused);
            return;
        }
        var request = request();
        if (request.isPresent()) {
            for (var server : Server.values()) {
                tell(request.get(), server);
            }
            var answering = request.get().capability() == Capability.RERANK ? Server.COMPATIBLE : Server.OPENAI;
            answer(request.get(), answering, SoundAnswers.to(request.get()));
            lookUpWhatIsKept();
        }
    }

    /** What a client said is told to it again, and given up in the end. */
    private void lookUpWhatIsKept() {
        for (var id : store.ids()) {
            for (var line : List.of("GET /v1/responses/%s", "GET /v1/responses/%s/input_items",
                "POST /v1/responses/%s/cancel", "DELETE /v1/responses/%s")) {
                var head = ClientRequest.of(line.formatted(id), new byte[0]).head();
                try {
                    dialect.lookup(head, CALLER, directory());
                } catch (GatewayException refused) {
                    say(refused);
                }
            }
        }
    }

    private Optional<ModelRequest> request() {
        try {
            var request = dialect.read(client.head(), client.body(), store);
            if (request.images() < 0) {
                throw new AssertionError("less than no image");
            }
            return Optional.of(request);
        } catch (GatewayException refused) {
            say(refused);
            return Optional.empty();
        }
    }

    private void tell(ModelRequest request, Server server) throws IOException {
        try {
            var response = server.ask(worded(request, server));
            if (response.isPresent() && response.get() instanceof ProviderResponse.Exchange) {
                return;
            }
            if (response.isPresent()) {
                new Delivery(request, server, Form.OPENAI_CHAT).take(response.get());
            }
        } catch (GatewayException refused) {
            say(refused);
        }
    }

    /** The same form passes, others meet in the canonical one. */
    private ModelRequest worded(ModelRequest request, Server server) {
        return server.speaks(request.form()) ? request : dialect.canonical(request);
    }

    /** Reads the request, asks this upstream and takes what it answers to the end, or as far as it goes. */
    void answer(Server server, UpstreamAnswer answer) throws IOException {
        var request = request();
        if (request.isPresent()) {
            answer(request.get(), server, answer);
        }
    }

    private void answer(ModelRequest request, Server server, UpstreamAnswer answer) throws IOException {
        try {
            var asked = worded(request, server);
            var response = server.ask(asked);
            if (response.isPresent() && response.get() instanceof ProviderResponse.Exchange exchange) {
                new Delivery(request, server, asked.form()).take(exchange.reader(), answer);
            }
        } catch (GatewayException refused) {
            say(refused);
        }
    }

    private void say(GatewayException refused) {
        if (refused.type() == ErrorType.SERVER) {
            throw new AssertionError("the gateway is said to have failed", refused);
        }
        var said = dialect.error(refused, ID);
        checkWhole(said);
    }

    private static void checkWhole(HttpAnswer said) {
        if (said.status() < 400 || said.status() == 500) {
            throw new AssertionError("a refusal has the status " + said.status());
        }
        JsonParser.parseString(new String(said.body(), StandardCharsets.UTF_8));
    }

    private Directory directory() {
        return new Directory() {

            @Override
            public Map<String, List<Endpoint>> models() {
                return Map.of("up/m", List.of(Server.OPENAI.endpoint()));
            }

            @Override
            public Optional<CallRecord> generation(String id, Principal principal) {
                return Optional.empty();
            }

            @Override
            public AnswerStore answers(Principal principal) {
                return store;
            }

            @Override
            public KeyUsage usage(Principal principal) {
                return new KeyUsage(BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE);
            }
        };
    }

    /** One answer on its way to the client. */
    private final class Delivery {

        /** Of an answer that came in these many bytes a client gets no more than a share that is plausible. */
        private static final int MOST = 64 * 1024 * 1024;

        private final AnswerFacts facts;
        private final AnswerWriter writer;
        private long written;
        private boolean begun;

        Delivery(ModelRequest request, Server server, Form form) {
            this.facts = new AnswerFacts(ID, Instant.ofEpochSecond(1789000000), request, server.endpoint(), form);
            dialect.accepted(facts, store);
            this.writer = dialect.writer(client.head(), facts, store);
        }

        /** An upstream may answer with whatever it likes. */
        void take(AnswerReader reader, UpstreamAnswer answer) {
            try {
                if (answer.status() >= 300) {
                    throw reader.refused(answer.status(), answer.headers(), answer.body());
                }
                var framing = Framing.of(answer.contentType());
                framing.feed(answer.body(), 0, answer.body().length, frame -> reader.read(frame, this::take));
                framing.end(frame -> reader.read(frame, this::take));
            } catch (GatewayException failed) {
                fail(failed);
            }
        }

        /** What an adapter answers by itself is sound. */
        void take(ProviderResponse response) throws IOException {
            if (response instanceof ProviderResponse.Completed completed) {
                take(completed.answer());
            } else if (response instanceof ProviderResponse.Streamed streamed) {
                try (var source = streamed.source()) {
                    for (var chunk = source.next(); chunk.isPresent(); chunk = source.next()) {
                        take(chunk.get());
                    }
                }
            }
        }

        /** Looks at the chunk as metering does, and says it. */
        private void take(Chunk chunk) {
            chunk.finish();
            chunk.usage().ifPresent(usage -> {
                facts.cost(usage);
                facts.promptCost(usage);
                facts.completionCost(usage);
            });
            if (chunk.content()) {
                chunk.text();
            }
            written += writer.write(chunk).length;
            writer.contentType();
            begun |= chunk.content();
            if (written > MOST) {
                throw new AssertionError("the client is sent " + written + " bytes");
            }
        }

        private void fail(GatewayException failed) {
            say(failed);
            if (begun) {
                writer.keepAlive();
                writer.fail(failed);
            }
        }
    }
}
