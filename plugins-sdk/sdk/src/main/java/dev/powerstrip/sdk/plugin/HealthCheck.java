package dev.powerstrip.sdk.plugin;

import dev.powerstrip.sdk.error.GatewayException;
import java.io.IOException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A plugin that can say whether it would serve: its component implements this beside the contract of its kind. It is
 * asked once, after a new revision was activated and before anything is routed to it; a revision that says no is refused,
 * and what was current stays. Of what ran already when the gateway was stopped nothing is asked at the next start.
 */
@ConsumerType
public interface HealthCheck {

    /**
     * Returns if all is well. Activation and this together have ten seconds, on a thread of the gateway's that serves no
     * request.
     *
     * @throws IOException if something that it needs could not be reached; it is asked again after a while. The message
     *     is shown to the operator, after "failed its health check: "
     * @throws GatewayException if it will not serve until its jar or its configuration changes
     */
    void check() throws IOException;
}
