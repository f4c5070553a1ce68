package dev.powerstrip.line;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.chat.ModelRequest;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Usage;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.sink.CallRecord;
import dev.powerstrip.sdk.sink.EndState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * One call on its way: its id, its cancellation, and what its record will say. The stages add what they find out. One
 * thread, but for {@link #cancellation()}.
 */
public final class Exchange {

    private final String id;
    private final Clock clock;
    private final Instant started;
    private final Headers clientHeaders;
    private final Cancellation cancellation = new Cancellation();
    private final JsonObject record = new JsonObject();
    private final JsonArray attempts = new JsonArray();
    private Endpoint endpoint;
    private Usage usage;
    private long textLength;
    private long promptLength;

    public Exchange(String id, Headers clientHeaders, Clock clock) {
        this.id = id;
        this.clock = clock;
        this.started = clock.instant();
        this.clientHeaders = clientHeaders;
        record.addProperty("id", id);
        record.addProperty("started", started.truncatedTo(ChronoUnit.MILLIS).toString());
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

    public void calledBy(Principal principal) {
        record.addProperty("key", principal.id());
        record.addProperty("key_label", principal.label());
    }

    public void asks(ModelRequest request, Revision dialect) {
        record.addProperty("dialect", dialect.plugin());
        record.addProperty("form", request.form().name());
        record.addProperty("streamed", request.streamed());
        record.addProperty("requested", request.models().get(0));
        promptLength = request.body().length();
    }

    /** One try came to an end, or to commitment. */
    public void tried(Endpoint tried, Revision revision, Duration duration, int status, String error) {
        var attempt = new JsonObject();
        attempt.addProperty("provider", tried.provider());
        attempt.addProperty("model", tried.model());
        attempt.addProperty("revision", revision.toString());
        attempt.addProperty("status", status);
        attempt.addProperty("duration", duration.toMillis());
        if (!error.isEmpty()) {
            attempt.addProperty("error", error);
        }
        attempts.add(attempt);
        answeredBy(tried, revision);
    }

    /** The endpoint that answers, or that was tried last. */
    private void answeredBy(Endpoint answering, Revision revision) {
        endpoint = answering;
        record.addProperty("model", answering.model());
        record.addProperty("provider", answering.provider());
        record.addProperty("provider_name", answering.providerName());
        record.addProperty("native_model", answering.nativeId());
        record.addProperty("plugin", revision.plugin());
        record.addProperty("revision", revision.toString());
    }

    /** True once a provider was asked: from then on the exchange leaves a record. */
    public boolean reachedProvider() {
        return endpoint != null;
    }

    /** Takes down what a chunk that goes to the client tells. */
    public void saw(Chunk chunk) {
        if (chunk.content() && !record.has("first_token")) {
            record.addProperty("first_token", Duration.between(started, clock.instant()).toMillis());
        }
        chunk.finish().ifPresent(finish -> {
            record.addProperty("finish", finish.reason());
            record.addProperty("native_finish", finish.nativeReason());
        });
        chunk.usage().ifPresent(reported -> usage = reported);
        if (usage == null && chunk.content()) {
            textLength += chunk.text().length();
        }
    }

    public void failed(GatewayException error) {
        record.addProperty("error_type", error.type().word());
        record.addProperty("error", error.getMessage());
    }

    /** The record, as of now. Usage that no provider reported is estimated at four bytes a token. */
    public CallRecord record(EndState end) {
        record.addProperty("end", end.name());
        record.addProperty("duration", Duration.between(started, clock.instant()).toMillis());
        record.add("attempts", attempts);
        var counted = usage != null ? usage : estimate();
        record.addProperty("prompt_tokens", counted.prompt());
        record.addProperty("completion_tokens", counted.completion());
        record.addProperty("cached_tokens", counted.cached());
        record.addProperty("cache_write_tokens", counted.cacheWritten());
        record.addProperty("reasoning_tokens", counted.reasoning());
        if (counted.estimated()) {
            record.addProperty("estimated", true);
        }
        endpoint.pricing().ifPresent(pricing -> {
            record.addProperty("cost", pricing.cost(counted).toPlainString());
            record.add("price", pricing.json());
        });
        return CallRecord.of(record);
    }

    private Usage estimate() {
        return textLength == 0 ? Usage.none().asEstimate()
            : Usage.of((promptLength + 3) / 4, (textLength + 3) / 4).asEstimate();
    }
}
