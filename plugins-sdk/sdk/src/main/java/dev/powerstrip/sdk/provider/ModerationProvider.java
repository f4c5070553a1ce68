package dev.powerstrip.sdk.provider;

import dev.powerstrip.sdk.chat.ModerationRequest;
import java.io.IOException;
import org.osgi.annotation.versioning.ConsumerType;

/** Judges texts and pictures by what harm they do, with one kind of upstream. One instance serves all its endpoints; must be thread-safe. */
@ConsumerType
public non-sealed interface ModerationProvider extends Provider {

    /**
     * Says how this attempt is answered, with one whole chunk. An HTTP adapter returns
     * {@code attempt.exchange(..)} and does no I/O itself.
     *
     * <p>The request is in {@link dev.powerstrip.sdk.form.Form#OPENAI_MODERATION}, the answer has to be. Called on the exchange's own
     * thread, which may block.
     *
     * @throws IOException if the upstream could not be reached: another endpoint may be tried
     * @throws dev.powerstrip.sdk.error.GatewayException if the request has been decided against, classed by whose fault
     */
    ProviderResponse moderate(ModerationRequest request, Attempt attempt) throws IOException;
}
