package dev.powerstrip.dispatch;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.powerstrip.line.Answer;
import dev.powerstrip.line.Cancellation;
import dev.powerstrip.line.Exchange;
import dev.powerstrip.line.Plan;
import dev.powerstrip.line.ProviderSettings;
import dev.powerstrip.line.testing.FakePlugins;
import dev.powerstrip.line.testing.SettableClock;
import dev.powerstrip.line.testing.TestSettings;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.ModelRequest;
import dev.powerstrip.sdk.chat.ProviderPreferences;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.provider.ChatProvider;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.sink.EndState;
import dev.powerstrip.sdk.testing.FakeUpstream;
import dev.powerstrip.sdk.upstream.Fetched;
import dev.powerstrip.upstream.UpstreamClient;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The dispatcher among real upstreams and everything else faked: one upstream per provider. */
final class Stage implements AutoCloseable {

    static final String MODEL = "acme/large";
    private static final Duration PATIENT = Duration.ofSeconds(30);

    final FakePlugins plugins = new FakePlugins();
    final FakeSecrets secrets = new FakeSecrets();
    final SettableClock clock = new SettableClock();
    final Exchange exchange = new Exchange("gen-1", Headers.of("anthropic-beta", "b1", "Cookie", "c", "traceparent",
        "00-1", "Tracestate", "a=b", "X-Anthropic-Beta", "b2"), clock);
    private final Map<String, FakeUpstream> upstreams = new HashMap<>();
    private final PlanDispatcher dispatcher = new PlanDispatcher(plugins, new UpstreamClient(), this::fetch, secrets,
        clock);
    private Duration firstByte = PATIENT;
    private Duration firstToken = PATIENT;
    private Duration idle = PATIENT;

    /** Everything a client may want to have fetched is its own URL. */
    private Fetched fetch(URI url, Cancellation cancellation) {
        return new Fetched(url.toString().getBytes(StandardCharsets.UTF_8), "text/uri-list");
    }

    void firstByteTimeout(Duration time) {
        firstByte = time;
    }

    void firstTokenTimeout(Duration time) {
        firstToken = time;
    }

    void idleTimeout(Duration time) {
        idle = time;
    }

    /** A provider that passes through to an upstream of its own. */
    FakeUpstream provider(String id, String... credentials) throws IOException {
        return provider(id, new ForwardingProvider(), credentials);
    }

    FakeUpstream provider(String id, ChatProvider adapter, String... credentials) throws IOException {
        var upstream = new FakeUpstream();
        upstreams.put(id, upstream);
        plugins.put(settings(id, upstream.baseUri().resolve("/v1/"), credentials), adapter);
        return upstream;
    }

    FakeUpstream upstream(String id) {
        return upstreams.get(id);
    }

    private ProviderSettings settings(String id, URI baseUrl, String... credentials) {
        return TestSettings.of(id, baseUrl).credentials(credentials).headers(Headers.of("X-Team", "blue"))
            .firstByteTimeout(firstByte).firstTokenTimeout(firstToken).idleTimeout(idle).build();
    }

    static Endpoint endpoint(String provider, String model, Form... forms) {
        var facts = new JsonObject();
        if (forms.length > 0) {
            var names = new JsonArray();
            Arrays.stream(forms).map(Form::name).forEach(names::add);
            facts.add("forms", names);
        }
        return Endpoint.of(provider, provider.toUpperCase(), model, "native-" + model, facts);
    }

    static Plan plan(String... providers) {
        return new Plan(Arrays.stream(providers).map(id -> endpoint(id, MODEL)).toList(), List.of());
    }

    static Plan plan(Endpoint... endpoints) {
        return new Plan(List.of(endpoints), List.of());
    }

    static ChatRequest request(boolean streamed) {
        return request(Form.OPENAI_CHAT, streamed);
    }

    static ChatRequest request(Form form, boolean streamed) {
        var body = "{\"model\":\"acme/large\",\"messages\":[],\"stream\":%s,\"odd\":1}".formatted(streamed);
        return new ChatRequest(form, JsonView.parse(body.getBytes(StandardCharsets.UTF_8)), List.of(MODEL), streamed,
            ProviderPreferences.none());
    }

    Answer dispatch(Plan plan) throws IOException {
        return dispatch(plan, request(true));
    }

    Answer dispatch(Plan plan, ModelRequest request) throws IOException {
        return dispatch(plan, request, any -> {
            throw new AssertionError("nobody needs the canonical form");
        });
    }

    Answer dispatch(Plan plan, ModelRequest request, UnaryOperator<ModelRequest> canonical) throws IOException {
        return dispatcher.dispatch(plan, request, canonical, exchange);
    }

    /** The data of every chunk, to the end of the answer; closes it. */
    static List<String> all(Answer answer) throws IOException {
        try (answer) {
            var said = new ArrayList<String>();
            for (var chunk = answer.next(); chunk.isPresent(); chunk = answer.next()) {
                said.add(text(chunk.get()));
            }
            return said;
        }
    }

    static String text(Chunk chunk) {
        return new String(chunk.data(), StandardCharsets.UTF_8);
    }

    /** What the record says of the attempts: provider, status and error of each. */
    List<String> attempts() {
        if (!exchange.reachedProvider()) {
            return List.of();
        }
        var attempts = new ArrayList<String>();
        exchange.record(EndState.FAILED).json().getAsJsonArray("attempts").forEach(attempt -> attempts
            .add(attempt.getAsJsonObject().get("provider").getAsString() + " "
                + attempt.getAsJsonObject().get("status").getAsInt()));
        return attempts;
    }

    @Override
    public void close() {
        dispatcher.stop();
        upstreams.values().forEach(FakeUpstream::close);
    }
}
