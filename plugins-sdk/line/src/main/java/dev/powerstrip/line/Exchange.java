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
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

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
    private Instant firstToken;
    private Finish finish;
    private Usage usage;
    private GatewayException failure;
    private long textLength;

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

    public void calledBy(Principal caller) {
        principal = caller;
    }

    public void asks(ModelRequest asked, Revision by) {
        request = asked;
        dialect = by;
    }

    /** One try came to an end, or to commitment. */
    public void tried(Endpoint endpoint, Revision revision, Duration duration, int status, String error) {
        tries.add(new Try(endpoint, revision, duration, status, error));
    }

    /** True once a provider was asked: from then on the exchange leaves a record. */
    public boolean reachedProvider() {
        return !tries.isEmpty();
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
    }

    public void failed(GatewayException error) {
        failure = error;
    }

    /** The record, as of now. Usage that no provider reported is estimated at four bytes a token. */
    public CallRecord record(EndState end) {
        var line = new Utf8Writer(RECORD_LENGTH);
        try (var json = new JsonWriter(line)) {
            write(json, end);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return CallRecord.of(line.toBytes());
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
}
