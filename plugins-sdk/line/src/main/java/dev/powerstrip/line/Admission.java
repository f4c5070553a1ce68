package dev.powerstrip.line;

import dev.powerstrip.sdk.auth.Principal;

/** Gives permits: who may come in now, and how much it may bring. */
public interface Admission {

    /**
     * Admits a call, or refuses it at once; never queues.
     *
     * @throws dev.powerstrip.sdk.error.GatewayException saying which limit, and when to come again
     */
    Permit admit(Principal principal);

    /** One call's admission; closing it lets the next one in. */
    interface Permit extends AutoCloseable {

        /** The largest body this call may send, in bytes. */
        long maxBody();

        @Override
        void close();
    }
}
