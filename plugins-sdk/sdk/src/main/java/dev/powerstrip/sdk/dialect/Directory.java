package dev.powerstrip.sdk.dialect;

import com.google.gson.JsonObject;
import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.sink.CallRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** What a dialect can look up for routes that ask no model. */
@ProviderType
public interface Directory {

    /** Every model that is served now, by slug in catalogue order, with its endpoints; none is empty. */
    Map<String, List<Endpoint>> models();

    /**
     * The endpoints that a request would mean by a model's name: a slug, an alias, a variant or the latest of a family.
     *
     * @throws dev.powerstrip.sdk.error.GatewayException if it means none
     */
    default List<Endpoint> endpoints(String model) {
        return models().getOrDefault(model, List.of());
    }

    /** The slug that each name of the kind {@code ~author/family-latest} stands for now. */
    default Map<String, String> latest() {
        return Map.of();
    }

    /** The providers that are on, in the order of their ids. */
    default List<ProviderFacts> providers() {
        return List.of();
    }

    /**
     * A provider that is on.
     *
     * @param facts {@code headquarters}, {@code datacenters}, {@code privacy_policy_url}, {@code terms_of_service_url},
     *        {@code status_page_url}, as far as they are known
     */
    record ProviderFacts(String id, String name, JsonObject facts) {}

    /** The record of an exchange of that principal; management sees everybody's. */
    Optional<CallRecord> generation(String id, Principal principal);

    /** The answers that are kept for that principal. */
    default AnswerStore answers(Principal principal) {
        return AnswerStore.none();
    }

    /** What that principal has spent. */
    KeyUsage usage(Principal principal);
}
