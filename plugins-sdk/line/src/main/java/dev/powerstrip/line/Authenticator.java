package dev.powerstrip.line;

import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.http.RequestHead;

/** Asks the auth plugins who is calling. */
public interface Authenticator {

    /**
     * Who calls, by the headers alone.
     *
     * @throws dev.powerstrip.sdk.error.GatewayException if nobody known does, or if no auth plugin is there to ask
     */
    Principal authenticate(RequestHead head);
}
