package dev.powerstrip.sdk.dialect;

import dev.powerstrip.sdk.chat.ModelRequest;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.form.Usage;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.provider.Pricing;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * What a writer needs to know of an answer besides its chunks.
 *
 * @param generationId our id of it
 * @param started when the request came
 * @param request what was asked, in the client's form
 * @param endpoint who answers
 * @param form the form in which the chunks come: the client's own, or the canonical one
 */
public record AnswerFacts(String generationId, Instant started, ModelRequest request, Endpoint endpoint, Form form) {

    /** What this usage costs in US dollars; empty if the endpoint has no known price, or one for what nobody counted. */
    public Optional<BigDecimal> cost(Usage usage) {
        return endpoint.pricing().filter(pricing -> pricing.covers(usage))
            .map(pricing -> pricing.cost(pricing.counted(usage, request), started));
    }

    /** What reading the prompt costs by itself; empty if the endpoint has no known price. */
    public Optional<BigDecimal> promptCost(Usage usage) {
        return endpoint.pricing().map(pricing -> pricing.promptCost(usage, started));
    }

    /** What generating costs by itself; empty if the endpoint has no known price. */
    public Optional<BigDecimal> completionCost(Usage usage) {
        return endpoint.pricing().map(pricing -> pricing.completionCost(usage, started));
    }

    public Optional<Pricing> pricing() {
        return endpoint.pricing();
    }

    @Override
    public String toString() {
        return "AnswerFacts[" + generationId + ", " + endpoint + "]";
    }
}
