package dev.powerstrip.auth;

import dev.powerstrip.line.Authenticator;
import dev.powerstrip.line.Lease;
import dev.powerstrip.line.PluginFailedException;
import dev.powerstrip.line.Plugins;
import dev.powerstrip.sdk.auth.AuthMethod;
import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.http.RequestHead;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Asks every auth plugin in turn, and lets nobody in whom none of them knows. Thread-safe. */
@Component
public final class PluginAuthenticator implements Authenticator {

    private final Plugins plugins;

    @Activate
    public PluginAuthenticator(@Reference Plugins plugins) {
        this.plugins = plugins;
    }

    @Override
    public Principal authenticate(RequestHead head) {
        var leases = plugins.leaseAll(AuthMethod.class);
        try {
            return authenticate(head, leases);
        } finally {
            leases.forEach(Lease::close);
        }
    }

    private static Principal authenticate(RequestHead head, List<Lease<AuthMethod>> leases) {
        if (leases.isEmpty()) {
            throw new GatewayException(ErrorType.UNAVAILABLE,
                "no auth plugin is running, so nobody can be let in; an operator finds out why in the log");
        }
        for (var lease : leases) {
            var principal = ask(lease, head);
            if (principal.isPresent()) {
                return principal.get();
            }
        }
        throw new GatewayException(ErrorType.AUTHENTICATION,
            "Missing Authentication header: send Authorization: Bearer KEY or x-api-key: KEY");
    }

    private static Optional<Principal> ask(Lease<AuthMethod> lease, RequestHead head) {
        try {
            return lease.call(method -> method.authenticate(head));
        } catch (IOException | PluginFailedException failed) {
            throw new GatewayException(ErrorType.SERVER,
                "the auth plugin %s failed: %s".formatted(lease.revision(), failed.getMessage()), failed);
        }
    }
}
