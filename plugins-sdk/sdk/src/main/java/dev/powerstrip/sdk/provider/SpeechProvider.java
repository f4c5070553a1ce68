package dev.powerstrip.sdk.provider;

import dev.powerstrip.sdk.chat.SpeechRequest;
import java.io.IOException;
import org.osgi.annotation.versioning.ConsumerType;

/** Speaks texts by one kind of upstream. One instance serves all its endpoints; must be thread-safe. */
@ConsumerType
public non-sealed interface SpeechProvider extends Provider {

    /**
     * Says how this attempt is answered, with pieces of sound or events. An HTTP adapter returns
     * {@code attempt.exchange(..)} and does no I/O itself.
     *
     * <p>The request is in {@link dev.powerstrip.sdk.form.Form#OPENAI_SPEECH}, the answer has to be. Called on the exchange's own
     * thread, which may block.
     *
     * @throws IOException if the upstream could not be reached: another endpoint may be tried
     * @throws dev.powerstrip.sdk.error.GatewayException if the request has been decided against, classed by whose fault
     */
    ProviderResponse speak(SpeechRequest request, Attempt attempt) throws IOException;
}
