package dev.powerstrip.lifecycle;

import dev.powerstrip.dispatch.PlanDispatcher;
import dev.powerstrip.line.Cancellation;
import dev.powerstrip.line.ClientGoneException;
import dev.powerstrip.line.Exchange;
import dev.powerstrip.line.Plan;
import dev.powerstrip.line.Plugins;
import dev.powerstrip.line.ProviderSettings;
import dev.powerstrip.line.ProviderSettings.CredentialReference;
import dev.powerstrip.line.Revision;
import dev.powerstrip.line.Secrets;
import dev.powerstrip.line.Upstream;
import dev.powerstrip.line.testing.SettableClock;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.ProviderPreferences;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.secret.Secret;
import dev.powerstrip.sdk.sink.EndState;
import dev.powerstrip.sdk.upstream.UpstreamRequest;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

/**
 * Requests as clients send them, through the real dispatcher and the real lifecycle, in a time of their own: each has its
 * clock, which upstream and adapter move, and they end in the order of their clocks. Same seed, same traffic.
 */
final class Traffic {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration SPIN = Duration.ofMillis(50);
    private static final double PER_SECOND = 20;

    private final PlanDispatcher dispatcher;
    private final Random random;
    private final String run;
    private final PriorityQueue<Ending> endings = new PriorityQueue<>(Comparator.comparing(Ending::when));
    private final CountDownLatch over = new CountDownLatch(1);
    private String fault = "none 0 0";
    private Instant now = START;
    private int requests;
    private int harmed;
    private Request current;

    Traffic(Plugins plugins, long seed) {
        dispatcher = new PlanDispatcher(plugins, this::upstream, (url, cancellation) -> {
            throw new IOException("nothing is fetched here");
        }, new NoSecrets());
        random = new Random(seed);
        run = "gen-" + seed + "-";
        FaultyAdapter.asks(this::answer);
    }

    /** Which fault an adapter has that is made from now on. */
    void fault(String kind, int permille, int amount) {
        fault = kind + " " + permille + " " + amount;
    }

    private String answer(String words) {
        if (words.equals("fault")) {
            return fault;
        }
        if (words.equals("stay")) {
            stay();
            return "";
        }
        switch (words.split(" ")[0]) {
            case "dice" :
                return String.valueOf(current.dice);
            case "harm" :
                harmed += current.harmed ? 0 : 1;
                current.harmed = true;
                break;
            case "sleep" :
                current.clock.advance(Duration.ofMillis(Long.parseLong(words.substring(6))));
                break;
            case "spin" :
                current.clock.advance(SPIN);
                giveUpWhenTired();
                break;
            default :
                current.clock.advance(PATIENCE);
                giveUpWhenTired();
        }
        return "";
    }

    private void stay() {
        try {
            over.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** The client hangs up, and what waits in vain is interrupted. */
    private void giveUpWhenTired() {
        if (Duration.between(current.begun, current.clock.instant()).compareTo(PATIENCE) >= 0) {
            current.exchange.cancellation().cancel();
            throw new IllegalStateException("interrupted");
        }
    }

    /** Lets the threads end that adapters have left. */
    void end() {
        over.countDown();
    }

    Duration time() {
        return Duration.between(START, now);
    }

    /** How many requests were harmed by an adapter's fault so far. */
    int harmed() {
        return harmed;
    }

    /** The next request comes, after those have ended that end before it. */
    void next() throws IOException {
        var arrival = now.plusNanos((long) (-Math.log(1 - random.nextDouble()) / PER_SECOND * 1e9));
        while (!endings.isEmpty() && endings.peek().when.isBefore(arrival)) {
            endings.remove().end();
        }
        now = arrival;
        current = new Request(arrival);
        endings.add(current.run());
    }

    private Upstream.Response upstream(UpstreamRequest request, ProviderSettings settings, Cancellation cancellation) {
        return new Answer(current);
    }

    /** One client's request, and what its upstream is going to say. */
    private final class Request {

        private final SettableClock clock;
        private final Instant begun;
        private final Exchange exchange;
        private final int dice = random.nextInt(1000);
        private final boolean fails = random.nextDouble() < 0.006;
        private final boolean breaks = random.nextDouble() < 0.003;
        private final boolean hangsUp = random.nextDouble() < 0.01;
        private final boolean calls = random.nextDouble() < 0.2;
        private final int pieces = 4 + random.nextInt(20);
        private final double firstToken = 350 * Math.exp(0.5 * random.nextGaussian());
        private final double gap = 25 * Math.exp(0.3 * random.nextGaussian());
        private final int prompt = (int) (200 * Math.exp(0.8 * random.nextGaussian())) + 20;
        private final double perToken = 4 + 0.4 * random.nextGaussian();
        private boolean harmed;

        Request(Instant arrival) {
            clock = new SettableClock(arrival.toString());
            begun = arrival;
            exchange = new Exchange(run + requests++, Headers.none(), clock);
        }

        Ending run() throws IOException {
            var endpoint = Endpoint.of("faulty", "Faulty", "faulty/model", "model", new JsonObject());
            var plan = new Plan(List.of(endpoint), List.of());
            var body
                = ("{\"model\":\"faulty/model\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}")
                    .formatted("x".repeat((int) (prompt * perToken)));
            var request = new ChatRequest(Form.OPENAI_CHAT, JsonView.parse(body.getBytes(StandardCharsets.UTF_8)),
                List.of("faulty/model"), true, ProviderPreferences.none());
            exchange.asks(request, new Revision("dialect.openai", "openai", "1.0.0", "0123456789ab", 1));
            return new Ending(exchange, answered(plan, request), clock.instant());
        }

        private EndState answered(Plan plan, ChatRequest request) throws IOException {
            boolean committed = false;
            try (var answer = dispatcher.dispatch(plan, request, any -> any, exchange)) {
                committed = true;
                int seen = 0;
                for (var chunk = answer.next(); chunk.isPresent(); chunk = answer.next()) {
                    exchange.saw(chunk.get());
                    if (hangsUp && ++seen == 3) {
                        return EndState.CLIENT_CANCELLED;
                    }
                }
                return EndState.COMPLETE;
            } catch (ClientGoneException gone) {
                return EndState.CLIENT_CANCELLED;
            } catch (GatewayException failed) {
                return committed ? EndState.UPSTREAM_TRUNCATED : EndState.FAILED;
            }
        }

        /** The frames of its answer, each with the milliseconds before it. */
        List<Piece> script() {
            var script = new ArrayList<Piece>();
            script.add(
                piece(firstToken, "{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}"));
            int length = 0;
            for (int i = 0; i < pieces; i++) {
                var word = "word".repeat(1 + i % 3);
                length += word.length();
                script.add(piece(gap, calls ? toolDelta(i, word)
                    : "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"}}]}".formatted(word)));
            }
            script.add(piece(gap, "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"%s\"}]}"
                .formatted(calls ? "tool_calls" : "stop")));
            script.add(piece(0, "{\"choices\":[],\"usage\":{\"prompt_tokens\":%d,\"completion_tokens\":%d}}"
                .formatted(prompt, Math.max(1, (int) (length / perToken)))));
            script.add(piece(0, "[DONE]"));
            return breaks ? script.subList(0, 3) : script;
        }

        /** The first names the tool; the arguments of all together are JSON. */
        private String toolDelta(int index, String word) {
            var text = index == 0 ? "{\\\"q\\\":\\\"" : index == pieces - 1 ? "\\\"}"
                : index == 1 ? word + "\\\",\\\"r\\\":\\\"" : word;
            var name = index == 0 ? "\"id\":\"call\",\"type\":\"function\"," : "";
            var function = index == 0 ? "\"name\":\"look\"," : "";
            return "{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,%s\"function\":{%s\"arguments\":\"%s\"}}]}}]}"
                .formatted(name, function, text);
        }

        private Piece piece(double millis, String json) {
            return new Piece(Duration.ofNanos((long) (millis * 1e6)),
                ("data: " + json + "\n\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    private record Piece(Duration after, byte[] bytes) {}

    /** An exchange that has ended by its own clock. */
    private record Ending(Exchange exchange, EndState state, Instant when) {

        void end() {
            exchange.ended(state);
        }
    }

    /** What an upstream says, piece by piece; reading it takes the request's time. */
    private static final class Answer implements Upstream.Response {

        private final Request request;
        private final List<Piece> script;

        Answer(Request request) {
            this.request = request;
            this.script = new ArrayList<>(request.script());
        }

        @Override
        public int status() {
            return request.fails ? 500 : 200;
        }

        @Override
        public Headers headers() {
            return Headers.of("Content-Type", request.fails ? "application/json" : "text/event-stream");
        }

        @Override
        public InputStream body() {
            return new InputStream() {

                @Override
                public int read() {
                    throw new UnsupportedOperationException();
                }

                @Override
                public int read(byte[] into, int offset, int length) {
                    if (script.isEmpty() || request.fails) {
                        return -1;
                    }
                    var piece = script.remove(0);
                    request.clock.advance(piece.after);
                    System.arraycopy(piece.bytes, 0, into, offset, piece.bytes.length);
                    return piece.bytes.length;
                }
            };
        }

        @Override
        public void readTimeout(Duration timeout) {}

        @Override
        public void close() {}
    }

    /** The adapter needs none. */
    private static final class NoSecrets implements Secrets {

        @Override
        public Secret resolve(CredentialReference reference) {
            throw new AssertionError("no secret is needed");
        }

        @Override
        public void refused(CredentialReference reference) {
            throw new AssertionError("no secret was refused");
        }
    }
}
