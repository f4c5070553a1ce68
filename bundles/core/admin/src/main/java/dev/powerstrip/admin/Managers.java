package dev.powerstrip.admin;

import dev.powerstrip.line.Authenticator;
import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.auth.Principal.Role;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.http.RequestHead;

/** Lets in who may manage, and nobody else. */
final class Managers {

    private final Authenticator authenticator;

    Managers(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    Principal admit(RequestHead head) {
        var principal = authenticator.authenticate(head);
        if (principal.role() != Role.MANAGEMENT) {
            throw new GatewayException(ErrorType.PERMISSION_DENIED,
                "the key %s calls models and does not manage: use a management key; one is in data/management-key"
                    .formatted(principal.label()));
        }
        return principal;
    }
}
