package dev.powerstrip.dispatch;

import dev.powerstrip.sdk.chat.ModelRequest;
import dev.powerstrip.sdk.provider.Endpoint;
import java.util.function.UnaryOperator;

/**
 * A request in the words of each endpoint: as it came, or else in the canonical form, translated once. Each time it has a list
 * of its own of what is dropped. One thread.
 */
final class Wording {

    private final ModelRequest request;
    private final UnaryOperator<ModelRequest> canonical;
    private ModelRequest translated;

    Wording(ModelRequest request, UnaryOperator<ModelRequest> canonical) {
        this.request = request;
        this.canonical = canonical;
    }

    /** @throws dev.powerstrip.sdk.error.GatewayException if the canonical form cannot say it */
    ModelRequest of(Endpoint endpoint) {
        if (endpoint.speaks(request.form())) {
            return request.again();
        }
        if (translated == null) {
            translated = canonical.apply(request.again());
        }
        return translated.again();
    }
}
