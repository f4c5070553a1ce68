package dev.powerstrip.sdk.auth;

import dev.powerstrip.sdk.http.RequestHead;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/** Recognises callers by one kind of credential. Called once for each request, before its body; must not block. */
@ConsumerType
public interface AuthMethod {

    /**
     * Who sent this.
     *
     * @return empty if the request has no credential of this kind
     * @throws dev.powerstrip.sdk.error.GatewayException if it has one, and it is not valid
     */
    Optional<Principal> authenticate(RequestHead head);
}
