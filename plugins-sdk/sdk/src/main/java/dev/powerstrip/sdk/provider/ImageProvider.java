package dev.powerstrip.sdk.provider;

import dev.powerstrip.sdk.chat.ImageRequest;
import java.io.IOException;
import org.osgi.annotation.versioning.ConsumerType;

/** Makes pictures by one kind of upstream. One instance serves all its endpoints; must be thread-safe. */
@ConsumerType
public non-sealed interface ImageProvider extends Provider {

    /**
     * Says how this attempt is answered, with one whole chunk or with events. An HTTP adapter returns
     * {@code attempt.exchange(..)} and does no I/O itself.
     *
     * <p>The request is in {@link dev.powerstrip.sdk.form.Form#OPENAI_IMAGES}, the answer has to be. Called on the exchange's own
     * thread, which may block.
     *
     * @throws IOException if the upstream could not be reached: another endpoint may be tried
     * @throws dev.powerstrip.sdk.error.GatewayException if the request has been decided against, classed by whose fault
     */
    ProviderResponse generate(ImageRequest request, Attempt attempt) throws IOException;
}
