package dev.powerstrip.dispatch;

import dev.powerstrip.line.PluginFailedException;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.provider.Endpoint;
import java.net.SocketTimeoutException;

/**
 * Why an attempt failed.
 *
 * @param error for the client
 * @param status the upstream's, where it gave one
 * @param detail for the operator
 * @param blamesCredential whether another credential may do
 */
record Failure(GatewayException error, int status, String detail, boolean blamesCredential) {

    static Failure of(Exception thrown) {
        if (thrown instanceof GatewayException decided) {
            int status = status(decided);
            return new Failure(decided, status, decided.getMessage(), status == 401 || status == 402 || status == 429);
        }
        if (thrown instanceof UnsaidException unsaid) {
            return of(unsaid.error());
        }
        if (thrown instanceof SocketTimeoutException) {
            return of(ErrorType.TIMEOUT, "the provider did not answer in time", thrown);
        }
        if (thrown instanceof PluginFailedException) {
            return of(ErrorType.PROVIDER_UNAVAILABLE, "the provider's adapter failed", thrown);
        }
        if (thrown instanceof Credential.UnusableException) {
            var error = new GatewayException(ErrorType.PROVIDER_UNAVAILABLE,
                "the gateway has no credential for the provider", thrown);
            return new Failure(error, error.type().status(), thrown.getMessage(), true);
        }
        return of(ErrorType.PROVIDER_UNAVAILABLE, "the provider could not be reached, or broke off", thrown);
    }

    private static Failure of(ErrorType type, String message, Exception cause) {
        return new Failure(new GatewayException(type, message, cause), type.status(),
            cause.getClass().getSimpleName() + ": " + cause.getMessage(), false);
    }

    /** A provider of the plan that has been removed since. */
    static Failure gone(Endpoint endpoint) {
        return of(new GatewayException(ErrorType.PROVIDER_UNAVAILABLE,
            "the provider \"%s\" is not there any more".formatted(endpoint.provider())));
    }

    private static int status(GatewayException error) {
        var code = error.metadata().get("provider_code");
        if (code != null && code.isJsonPrimitive() && code.getAsString().matches("[1-5][0-9]{2}")) {
            return code.getAsInt();
        }
        return error.type().status();
    }
}
