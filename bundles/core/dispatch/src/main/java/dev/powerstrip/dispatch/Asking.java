package dev.powerstrip.dispatch;

import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.CountRequest;
import dev.powerstrip.sdk.chat.EmbeddingRequest;
import dev.powerstrip.sdk.chat.ImageRequest;
import dev.powerstrip.sdk.chat.ModelRequest;
import dev.powerstrip.sdk.chat.ModerationRequest;
import dev.powerstrip.sdk.chat.RerankRequest;
import dev.powerstrip.sdk.chat.SpeechRequest;
import dev.powerstrip.sdk.chat.TranscriptionRequest;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.provider.Attempt;
import dev.powerstrip.sdk.provider.ChatProvider;
import dev.powerstrip.sdk.provider.EmbeddingProvider;
import dev.powerstrip.sdk.provider.ImageProvider;
import dev.powerstrip.sdk.provider.ModerationProvider;
import dev.powerstrip.sdk.provider.Provider;
import dev.powerstrip.sdk.provider.ProviderResponse;
import dev.powerstrip.sdk.provider.RerankProvider;
import dev.powerstrip.sdk.provider.SpeechProvider;
import dev.powerstrip.sdk.provider.TokenCounter;
import dev.powerstrip.sdk.provider.TranscriptionProvider;
import java.io.IOException;

/** Asks a provider by the contract that a request is for: the one place where capabilities part. */
final class Asking {

    private Asking() {}

    /** @throws GatewayException if the provider does not have that contract */
    static ProviderResponse ask(Provider provider, ModelRequest request, Attempt attempt) throws IOException {
        if (request instanceof ChatRequest chat && provider instanceof ChatProvider chats) {
            return chats.chat(chat, attempt);
        }
        if (request instanceof EmbeddingRequest embedding && provider instanceof EmbeddingProvider embeds) {
            return embeds.embed(embedding, attempt);
        }
        if (request instanceof RerankRequest rerank && provider instanceof RerankProvider reranks) {
            return reranks.rerank(rerank, attempt);
        }
        if (request instanceof ImageRequest pictures && provider instanceof ImageProvider images) {
            return images.generate(pictures, attempt);
        }
        if (request instanceof SpeechRequest speech && provider instanceof SpeechProvider speaks) {
            return speaks.speak(speech, attempt);
        }
        if (request instanceof TranscriptionRequest sound && provider instanceof TranscriptionProvider transcribes) {
            return transcribes.transcribe(sound, attempt);
        }
        if (request instanceof ModerationRequest moderation && provider instanceof ModerationProvider moderates) {
            return moderates.moderate(moderation, attempt);
        }
        if (request instanceof CountRequest count) {
            return provider instanceof TokenCounter counter && attempt.endpoint().speaks(count.form())
                ? counter.count(count, attempt) : new ProviderResponse.Completed(TokenEstimate.answer(count));
        }
        throw new GatewayException(ErrorType.PROVIDER_NOT_FOUND, "the provider \"%s\" serves no models for %s"
            .formatted(attempt.endpoint().provider(), request.capability().word()));
    }
}
