package dev.powerstrip.sdk.provider;

import dev.powerstrip.sdk.chat.ImageRequest;
import dev.powerstrip.sdk.chat.ModelRequest;
import dev.powerstrip.sdk.chat.ModerationRequest;
import dev.powerstrip.sdk.chat.SpeechRequest;
import dev.powerstrip.sdk.chat.TranscriptionRequest;
import dev.powerstrip.sdk.upstream.UpstreamRequest;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Pictures, speech, transcriptions and moderations of an upstream that has them where OpenAI has them and understands the
 * client's bytes. An adapter that has this contract can be asked for all four, and says only how it asks. One instance
 * serves all its endpoints; must be thread-safe.
 */
@ConsumerType
public interface ForwardedMedia extends ImageProvider, SpeechProvider, TranscriptionProvider, ModerationProvider {

    @Override
    default ProviderResponse generate(ImageRequest request, Attempt attempt) {
        return forward("images/generations", request, attempt);
    }

    @Override
    default ProviderResponse speak(SpeechRequest request, Attempt attempt) {
        return forward("audio/speech", request, attempt);
    }

    @Override
    default ProviderResponse moderate(ModerationRequest request, Attempt attempt) {
        return forward("moderations", request, attempt);
    }

    @Override
    default ProviderResponse transcribe(TranscriptionRequest request, Attempt attempt) {
        var form = ForwardedBody.of(request, attempt.endpoint());
        return exchange(UpstreamRequest.post(attempt.uri("audio/transcriptions"), form.contentType(), form.bytes()),
            request, attempt);
    }

    /**
     * Asks with the client's bytes, of which {@link ForwardedBody} says what is changed; also for whatever else the upstream
     * has in the client's form.
     *
     * @param path below the provider's address, as {@link Attempt#uri} takes it
     */
    default ProviderResponse forward(String path, ModelRequest request, Attempt attempt) {
        var body = ForwardedBody.of(request, attempt.endpoint()).toBytes();
        return exchange(UpstreamRequest.post(attempt.uri(path), body), request, attempt);
    }

    /**
     * Adds the headers and the credential, and says who reads the answer. Called once for each attempt, on the exchange's
     * own thread; does no I/O.
     *
     * @param upstream has its address and its body
     */
    ProviderResponse exchange(UpstreamRequest.Builder upstream, ModelRequest request, Attempt attempt);
}
