package dev.powerstrip.dispatch;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.provider.Endpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What has failed so far, what that rules out, and what it means in the end. One thread. */
final class Failures {

    private final List<Failed> all = new ArrayList<>(2);
    private final Set<String> refusedModels = new HashSet<>(2);

    void add(Endpoint endpoint, Failure failure) {
        all.add(new Failed(endpoint, failure));
        if (failure.error().type().fault() != ErrorType.Fault.UPSTREAM) {
            refusedModels.add(endpoint.model());
        }
    }

    /** The endpoint cannot be told the request at all; another one of the model may speak its form. */
    void addUnsayable(Endpoint endpoint, Failure failure) {
        all.add(new Failed(endpoint, failure));
    }

    /** True for every endpoint of a model that was refused the request for no fault of its provider. */
    boolean ruleOut(Endpoint endpoint) {
        return refusedModels.contains(endpoint.model());
    }

    /** The last failure, and what is to be said of those before it. */
    GatewayException verdict() {
        var last = all.get(all.size() - 1);
        var error = last.failure.error();
        var verdict = new GatewayException(error.type(), error.getMessage(), error);
        for (var said : error.metadata().entrySet()) {
            verdict = verdict.with(said.getKey(), said.getValue());
        }
        verdict = verdict.with("provider_name", last.endpoint.providerName());
        if (all.size() > 1) {
            verdict = verdict.with("previous_errors", previous());
        }
        var wait = askedWait();
        var availability = availability(wait);
        if (availability.isPresent()) {
            verdict = verdict.with("availability", availability.get());
        }
        return wait.isPresent() ? verdict.retryAfter(wait.get()) : verdict;
    }

    /** OpenRouter's words for what everyone who was tried lacks: room, health, or the model. */
    private Optional<JsonObject> availability(Optional<Duration> wait) {
        var types = all.stream().map(failed -> failed.failure.error().type()).collect(Collectors.toSet());
        if (types.equals(Set.of(ErrorType.PROVIDER_RATE_LIMITED))) {
            return Optional.of(availability("capacity_exhausted", true, wait));
        }
        if (Set.of(ErrorType.PROVIDER_OVERLOADED, ErrorType.TIMEOUT).containsAll(types)) {
            return Optional.of(availability("temporarily_unavailable", true, wait));
        }
        return types.equals(Set.of(ErrorType.PROVIDER_NOT_FOUND))
            ? Optional.of(availability("model_unavailable_upstream", false, wait)) : Optional.empty();
    }

    private JsonObject availability(String code, boolean retryable, Optional<Duration> wait) {
        var models = new JsonArray();
        all.stream().map(failed -> failed.endpoint.model()).distinct().forEach(models::add);
        var providers = new JsonArray();
        all.stream().map(failed -> failed.endpoint.provider()).distinct().forEach(providers::add);
        var availability = new JsonObject();
        availability.addProperty("code", code);
        availability.addProperty("retryable", retryable);
        wait.ifPresent(time -> availability.addProperty("retry_after", time.plusSeconds(1).minusNanos(1).getSeconds()));
        availability.add("requested_models", models);
        availability.add("affected_providers", providers);
        return availability;
    }

    private JsonArray previous() {
        var previous = new JsonArray();
        for (var failed : all.subList(0, all.size() - 1)) {
            var error = new JsonObject();
            error.addProperty("provider", failed.endpoint.provider());
            error.addProperty("code", failed.failure.error().type().word());
            error.addProperty("status", failed.failure.status());
            previous.add(error);
        }
        return previous;
    }

    /** The shortest wait that was asked for, where everyone asked for one: else trying at once may do. */
    private Optional<Duration> askedWait() {
        if (all.stream().anyMatch(failed -> failed.failure.error().retryAfter().isEmpty())) {
            return Optional.empty();
        }
        return all.stream().map(failed -> failed.failure.error().retryAfter().orElseThrow())
            .min(Comparator.naturalOrder());
    }

    private record Failed(Endpoint endpoint, Failure failure) {}
}
