package dev.powerstrip.line;

import com.google.gson.stream.JsonWriter;
import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.chat.ModelRequest;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Finish;
import dev.powerstrip.sdk.form.Usage;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.sink.CallRecord;
import dev.powerstrip.sdk.sink.EndState;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * One call on its way: its id, its cancellation, and what its record will say. The stages add what they find out. One
 * thread, but for {@link #cancellation()}.
 */
public final class Exchange {

    private static final int RECORD_LENGTH = 1024;

    private final String id;
    private final Clock clock;
    private final Instant started;
    private final Headers clientHeaders;
    private final Cancellation cancellation = new Cancellation();
    private final List<Try> tries = new ArrayList<>(1);
    private Principal principal;
    private ModelRequest request;
    private Revision dialect;
    private volatile Instant firstToken;
    private Finish finish;
    private Usage usage;
    private GatewayException failure;
    private long textLength;
    private List<Pin> pins = List.of();
    private Set<Revision> misreading = Set.of();
    private volatile GatewayException stopped;
    private AnswerCheck check;
    private Watch watch = (exchange, end) -> {};

    public Exchange(String id, Headers clientHeaders, Clock clock) {
        this.id = id;
        this.clock = clock;
        this.started = clock.instant();
        this.clientHeaders = clientHeaders;
    }

    /** The generation id. */
    public String id() {
        return id;
    }

    public Instant started() {
        return started;
    }

    /** What the client sent besides its body. */
    public Headers clientHeaders() {
        return clientHeaders;
    }

    /** Cancelled when nobody waits for the answer any more. */
    public Cancellation cancellation() {
        return cancellation;
    }

    /** Ends it from any thread: its client is told this error. */
    public void stop(GatewayException why) {
        stopped = why;
        cancellation.cancel();
    }

    /** @throws GatewayException if it was stopped, rather than given up by its client */
    public void checkStopped() {
        if (stopped != null) {
            throw new GatewayException(stopped.type(), stopped.getMessage(), stopped);
        }
    }

    public void calledBy(Principal caller) {
        principal = caller;
    }

    public void pinnedTo(List<Pin> revisions) {
        pins = revisions;
    }

    /** The revision of that provider that it is pinned to; empty if it takes whichever serves. */
    public Optional<Pin> pin(String provider) {
        return pins.isEmpty() ? Optional.empty()
            : pins.stream().filter(pin -> pin.provider().equals(provider)).findFirst();
    }

    public void asks(ModelRequest asked, Revision by) {
        request = asked;
        dialect = by;
    }

    /** One try came to an end, or to commitment. */
    public void tried(Endpoint endpoint, Revision revision, Duration duration, int status, String error) {
        tries.add(new Try(endpoint, revision, duration, status, error));
    }

    /** That revision made nothing of an answer, or threw what it may not throw. */
    public void misreadBy(Revision revision) {
        var more = new HashSet<>(misreading);
        more.add(revision);
        misreading = more;
    }

    /** True once a provider was asked: from then on the exchange leaves a record. */
    public boolean reachedProvider() {
        return !tries.isEmpty();
    }

    /** True once content has come; may be asked on any thread. */
    public boolean answered() {
        return firstToken != null;
    }

    /** The time by which this exchange goes. */
    public Instant now() {
        return clock.instant();
    }

    /** Looks at its answer more closely from now on, and tells of its end. */
    public void watchedBy(Watch watcher) {
        var before = watch;
        watch = (exchange, end) -> {
            before.ended(exchange, end);
            watcher.ended(exchange, end);
        };
        check = check == null ? new AnswerCheck() : check;
    }

    /** It is over, and nothing of it is done any more. */
    public void ended(EndState end) {
        watch.ended(this, end);
    }

    /** Takes down what a chunk that goes to the client tells. */
    public void saw(Chunk chunk) {
        if (chunk.content() && firstToken == null) {
            firstToken = clock.instant();
        }
        finish = chunk.finish().orElse(finish);
        usage = chunk.usage().orElse(usage);
        if (usage == null && chunk.content()) {
            textLength += chunk.text().length();
        }
        if (check != null) {
            check.saw(chunk);
        }
    }

    public void failed(GatewayException error) {
        failure = error;
    }

    /**
     * How it went at one revision of a provider, if it was watched. An answer contradicts itself if it ends without a reason,
     * announces a tool call that does not come, has one whose arguments are no JSON, or counts tokens that never came.
     *
     * @param leased when the revision was leased
     */
    public Outcome outcome(Revision revision, Instant leased, EndState end) {
        var own = tries.stream().filter(tried -> tried.revision.equals(revision)).toList();
        boolean answered = !own.isEmpty() && own.get(own.size() - 1).succeeded()
            && tries.get(tries.size() - 1) == own.get(own.size() - 1);
        var faults = EnumSet.noneOf(Outcome.Fault.class);
        if (own.stream().anyMatch(tried -> !tried.succeeded() && tried.status != Try.CLIENT_GONE)) {
            faults.add(Outcome.Fault.FAILED);
        }
        if (misreading.contains(revision)) {
            faults.add(Outcome.Fault.MISREAD);
        }
        if (end == EndState.CLIENT_CANCELLED) {
            faults.add(answered() ? Outcome.Fault.LEFT : Outcome.Fault.GIVEN_UP);
        }
        if (answered && (end == EndState.UPSTREAM_TRUNCATED || end == EndState.FAILED)) {
            faults.add(Outcome.Fault.TRUNCATED);
        }
        boolean complete = answered && end == EndState.COMPLETE && check != null;
        if (complete && check.unfit(finish, usage)) {
            faults.add(Outcome.Fault.UNFIT);
        }
        if (complete && (usage == null || usage.estimated())) {
            faults.add(Outcome.Fault.UNCOUNTED);
        }
        return complete ? measured(faults, leased)
            : new Outcome(faults, answered ? sinceLease(leased) : OptionalDouble.empty(), OptionalDouble.empty(),
                OptionalDouble.empty(), OptionalDouble.empty());
    }

    private OptionalDouble sinceLease(Instant leased) {
        return firstToken == null ? OptionalDouble.empty()
            : OptionalDouble.of(Duration.between(leased, firstToken).toNanos() / 1e6);
    }

    private Outcome measured(Set<Outcome.Fault> faults, Instant leased) {
        double seconds = firstToken == null ? 0 : Duration.between(firstToken, clock.instant()).toNanos() / 1e9;
        long text = check.textLength();
        return new Outcome(faults, sinceLease(leased),
            request.streamed() && text > 0 ? ratio(text, seconds) : OptionalDouble.empty(),
            usage == null || text == 0 ? OptionalDouble.empty() : ratio(text, usage.completion() - usage.reasoning()),
            usage == null ? OptionalDouble.empty() : ratio(request.body().length(), usage.prompt()));
    }

    private static OptionalDouble ratio(double dividend, double divisor) {
        return divisor > 0 ? OptionalDouble.of(dividend / divisor) : OptionalDouble.empty();
    }

    /** The record, as of now. Usage that no provider reported is estimated at four bytes a token. */
    public CallRecord record(EndState end) {
        var text = new StringWriter(RECORD_LENGTH);
        try (var json = new JsonWriter(text)) {
            write(json, end);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return CallRecord.of(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void write(JsonWriter json, EndState end) throws IOException {
        json.beginObject();
        json.name("id").value(id);
        json.name("started").value(started.truncatedTo(ChronoUnit.MILLIS).toString());
        json.name("duration").value(Duration.between(started, clock.instant()).toMillis());
        if (firstToken != null) {
            json.name("first_token").value(Duration.between(started, firstToken).toMillis());
        }
        json.name("end").value(end.name());
        writeRequest(json);
        writeTries(json);
        writeAnswer(json);
        json.endObject();
    }

    private void writeRequest(JsonWriter json) throws IOException {
        if (principal != null) {
            json.name("key").value(principal.id());
            json.name("key_label").value(principal.label());
        }
        if (request != null) {
            json.name("dialect").value(dialect.plugin());
            json.name("form").value(request.form().name());
            json.name("streamed").value(request.streamed());
            json.name("requested").value(request.models().get(0));
        }
    }

    /** The endpoint that answered, or that was tried last, and every try. */
    private void writeTries(JsonWriter json) throws IOException {
        var last = tries.get(tries.size() - 1);
        json.name("model").value(last.endpoint.model());
        json.name("provider").value(last.endpoint.provider());
        json.name("provider_name").value(last.endpoint.providerName());
        json.name("native_model").value(last.endpoint.nativeId());
        json.name("plugin").value(last.revision.plugin());
        json.name("revision").value(last.revision.toString());
        json.name("attempts").beginArray();
        for (var tried : tries) {
            tried.write(json);
        }
        json.endArray();
    }

    private void writeAnswer(JsonWriter json) throws IOException {
        if (failure != null) {
            json.name("error_type").value(failure.type().word());
            json.name("error").value(failure.getMessage());
        }
        if (finish != null) {
            json.name("finish").value(finish.reason());
            json.name("native_finish").value(finish.nativeReason());
        }
        var counted = usage != null ? usage : estimate();
        json.name("prompt_tokens").value(counted.prompt());
        json.name("completion_tokens").value(counted.completion());
        json.name("cached_tokens").value(counted.cached());
        json.name("cache_write_tokens").value(counted.cacheWritten());
        json.name("reasoning_tokens").value(counted.reasoning());
        if (counted.estimated()) {
            json.name("estimated").value(true);
        }
        var pricing = tries.get(tries.size() - 1).endpoint.pricing();
        if (pricing.isPresent()) {
            json.name("cost").value(pricing.get().cost(counted).toPlainString());
            json.name("price").jsonValue(pricing.get().json().toString());
        }
    }

    private Usage estimate() {
        long promptLength = request == null ? 0 : request.body().length();
        return textLength == 0 ? Usage.none().asEstimate()
            : Usage.of((promptLength + 3) / 4, (textLength + 3) / 4).asEstimate();
    }

    /** One try at one endpoint. */
    private record Try(Endpoint endpoint, Revision revision, Duration duration, int status, String error) {

        /** What nginx calls a client that hung up. */
        static final int CLIENT_GONE = 499;

        boolean succeeded() {
            return status < 300;
        }

        void write(JsonWriter json) throws IOException {
            json.beginObject();
            json.name("provider").value(endpoint.provider());
            json.name("model").value(endpoint.model());
            json.name("revision").value(revision.toString());
            json.name("status").value(status);
            json.name("duration").value(duration.toMillis());
            if (!error.isEmpty()) {
                json.name("error").value(error);
            }
            json.endObject();
        }
    }

    /** Is told how an exchange went. */
    @FunctionalInterface
    public interface Watch {

        /** On the exchange's thread, after everything else; must not block. */
        void ended(Exchange exchange, EndState end);
    }
}
