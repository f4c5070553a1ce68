package dev.powerstrip.provider.cloudflare;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.provider.Attempt;
import java.net.URI;
import java.util.regex.Pattern;

/** Whose Workers AI it is, and the address of what it serves. */
final class Account {

    static final String HOST = "api.cloudflare.com";
    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}|");

    private final String id;

    /**
     * The account that the operator named.
     *
     * @param id empty where the address leads to it already
     * @throws IllegalArgumentException if it is no account's
     */
    Account(String id) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                "account has to be the 32 hexadecimal digits that the dashboard shows; it is \"%s\"".formatted(id));
        }
        this.id = id;
    }

    URI uri(Attempt attempt, String path) {
        if (!id.isEmpty()) {
            return attempt.uri("accounts/%s/ai/%s".formatted(id, path));
        }
        var uri = attempt.uri(path);
        if (HOST.equals(uri.getHost()) && !uri.getPath().contains("/accounts/")) {
            throw new GatewayException(ErrorType.PROVIDER_UNAVAILABLE,
                "the provider does not know its account: write \"account\" into etc/provider.cloudflare.cfg.json");
        }
        return uri;
    }
}
