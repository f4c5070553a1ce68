package dev.powerstrip.provider.cohere;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Frame;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.json.MalformedJsonException;

/** What all of Cohere's answers have in common. */
final class Answers {

    private Answers() {}

    static JsonView parsed(Frame frame) {
        try {
            return JsonView.parse(frame.data());
        } catch (MalformedJsonException e) {
            throw nonsense(e.getMessage(), e);
        }
    }

    static long tokens(JsonView units, String name) {
        return units.get(name).integer().orElse(0);
    }

    static GatewayException nonsense(String problem, Throwable cause) {
        return new GatewayException(ErrorType.PROVIDER_UNAVAILABLE,
            "the provider's answer is none of Cohere's: " + problem, cause);
    }
}
