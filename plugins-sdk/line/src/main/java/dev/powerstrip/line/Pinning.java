package dev.powerstrip.line;

import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.http.RequestHead;
import java.util.List;

/** Decides which revisions a call is pinned to: by its key, or by its own header where its key may. Thread-safe. */
public interface Pinning {

    /** The header by which one request asks for revisions; several are separated by commas. */
    String HEADER = "x-powerstrip-plugin";

    /**
     * The pins of a call; those of its header come before those of its key.
     *
     * @throws dev.powerstrip.sdk.error.GatewayException if the header is malformed, names what does not run, or its key
     *         may not pin
     */
    List<Pin> pins(Principal principal, RequestHead head);
}
