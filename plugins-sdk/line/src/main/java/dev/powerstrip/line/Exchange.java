package dev.powerstrip.line;

import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.chat.Capability;
import dev.powerstrip.sdk.chat.ModelRequest;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Finish;
import dev.powerstrip.sdk.form.Usage;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.sink.CallRecord;
import dev.powerstrip.sdk.sink.EndState;
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
import java.util.TreeSet;

/**
 * One call on its way: its id, its cancellation, and what its record will say. The stages add what they find out. One
 * thread, but for {@link #cancellation()}.
 */
public final class Exchange {

    private static final int RECORD_LENGTH = 1024;
    private static final int MAX_REQUEST_ID = 128;

    private final String id;
    private final Clock clock;
    private final Instant started;
    private final Headers clientHeaders;
    private final Cancellation cancellation = new Cancellation();
    private final List<Try> tries = new ArrayList<>(1);
    private Principal principal;
    private ModelRequest request;
    private ModelRequest said;
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
    private List<byte[]> sent = List.of();
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

    /** The client's own id of its request, where it sent one that may be repeated; else ours of the answer. */
    public String requestId() {
        return clientsRequestId().orElse(id);
    }

    private Optional<String> clientsRequestId() {
        return clientHeaders.first("x-request-id").filter(Exchange::isRepeatable);
    }

    /** Neither long nor anything but visible ASCII. */
    private static boolean isRepeatable(String text) {
        return !text.isEmpty() && text.length() <= MAX_REQUEST_ID && text.chars().allMatch(c -> c > ' ' && c <= '~');
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

    /** An attempt asks its provider this; of what earlier ones dropped nothing is told. */
    public void says(ModelRequest asked) {
        said = asked;
    }

    /** An attempt sends this upstream; it is kept only where the client of a stream wants to be shown it. */
    public void sends(byte[] body) {
        if (request != null && request.streamed()
            && request.body().get("debug").get("echo_upstream_body").isTrue()) {
            var more = new ArrayList<>(sent);
            more.add(body);
            sent = more;
        }
    }

    /** What was sent upstream, attempt by attempt, as far as the client wants to be shown it. */
    public List<byte[]> sent() {
        return sent;
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
        if (complete && request.capability() == Capability.CHAT && check.unfit(finish, usage)) {
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

    /**
     * The record, as of now. Usage of a chat that no provider reported is estimated at four bytes a token; no cost is told
     * where the price is for what nobody counted.
     */
    public CallRecord record(EndState end) {
        var line = new RecordLine(RECORD_LENGTH).begin();
        line.member("id", id).member("started", started.truncatedTo(ChronoUnit.MILLIS).toString());
        line.member("duration", Duration.between(started, clock.instant()).toMillis());
        if (firstToken != null) {
            line.member("first_token", Duration.between(started, firstToken).toMillis());
        }
        line.member("end", end.name());
        writeRequest(line);
        writeTries(line);
        writeAnswer(line);
        return CallRecord.of(line.end().toBytes());
    }

    private void writeRequest(RecordLine line) {
        var requestId = clientsRequestId();
        if (requestId.isPresent()) {
            line.member("request_id", requestId.get());
        }
        if (principal != null) {
            line.member("key", principal.id()).member("key_label", principal.label());
        }
        if (request != null) {
            line.member("dialect", dialect.plugin()).member("form", request.form().name());
            line.member("streamed", request.streamed()).member("requested", request.models().get(0));
        }
    }

    /** The endpoint that answered, or that was tried last, and every try. */
    private void writeTries(RecordLine line) {
        var last = tries.get(tries.size() - 1);
        line.member("model", last.endpoint.model()).member("provider", last.endpoint.provider());
        line.member("provider_name", last.endpoint.providerName()).member("native_model", last.endpoint.nativeId());
        line.member("plugin", last.revision.plugin()).member("revision", last.revision.toString());
        line.beginArray("attempts");
        tries.forEach(tried -> tried.write(line));
        line.endArray();
        writeDropped(line);
    }

    /** What the attempt dropped of the request and its answer, and the writer of the answer. */
    private void writeDropped(RecordLine line) {
        var names = new TreeSet<String>();
        if (said != null) {
            names.addAll(said.dropped());
        }
        if (request != null) {
            names.addAll(request.dropped());
        }
        if (!names.isEmpty()) {
            line.beginArray("dropped");
            names.forEach(line::item);
            line.endArray();
        }
    }

    private void writeAnswer(RecordLine line) {
        if (failure != null) {
            line.member("error_type", failure.type().word()).member("error", failure.getMessage());
        }
        if (finish != null) {
            line.member("finish", finish.reason()).member("native_finish", finish.nativeReason());
        }
        var pricing = tries.get(tries.size() - 1).endpoint.pricing().filter(price -> !counts());
        var counted = usage != null ? usage : estimate();
        if (pricing.isPresent() && request != null) {
            counted = pricing.get().counted(counted, request);
        }
        line.member("prompt_tokens", counted.prompt()).member("completion_tokens", counted.completion());
        line.member("cached_tokens", counted.cached()).member("cache_write_tokens", counted.cacheWritten());
        line.member("reasoning_tokens", counted.reasoning());
        writeParts(line, counted);
        if (counted.estimated()) {
            line.member("estimated", true);
        }
        if (pricing.isPresent() && (!answered() || pricing.get().covers(counted))) {
            line.member("cost", pricing.get().cost(counted, started).toPlainString());
            line.json("price", pricing.get().json().toString());
        } else if (counts()) {
            line.member("cost", "0");
        }
    }

    /** Counting tokens costs nothing anywhere. */
    private boolean counts() {
        return request != null && request.capability() == Capability.COUNTING;
    }

    /** What few answers have; a record without them says that there were none. */
    private static void writeParts(RecordLine line, Usage counted) {
        write(line, "cache_write_1h_tokens", counted.cacheWrittenForAnHour());
        write(line, "audio_tokens", counted.audio());
        write(line, "completion_audio_tokens", counted.audioCompletion());
        write(line, "completion_image_tokens", counted.imageCompletion());
        write(line, "images", counted.images());
        write(line, "searches", counted.searches());
        write(line, "search_units", counted.searchUnits());
        write(line, "images_made", counted.imagesMade());
        write(line, "characters", counted.characters());
        write(line, "heard_ms", counted.millisecondsHeard());
    }

    private static void write(RecordLine line, String name, long count) {
        if (count != 0) {
            line.member(name, count);
        }
    }

    private Usage estimate() {
        long promptLength = request == null ? 0 : request.body().length();
        return textLength == 0 || request.capability() != Capability.CHAT ? Usage.none().asEstimate()
            : Usage.of((promptLength + 3) / 4, (textLength + 3) / 4).asEstimate();
    }

    /** One try at one endpoint. */
    private record Try(Endpoint endpoint, Revision revision, Duration duration, int status, String error) {

        /** What nginx calls a client that hung up. */
        static final int CLIENT_GONE = 499;

        boolean succeeded() {
            return status < 300;
        }

        void write(RecordLine line) {
            line.begin().member("provider", endpoint.provider()).member("model", endpoint.model());
            line.member("revision", revision.toString()).member("status", status);
            line.member("duration", duration.toMillis());
            if (!error.isEmpty()) {
                line.member("error", error);
            }
            line.end();
        }
    }

    /** Is told how an exchange went. */
    @FunctionalInterface
    public interface Watch {

        /** On the exchange's thread, after everything else; must not block. */
        void ended(Exchange exchange, EndState end);
    }
}
