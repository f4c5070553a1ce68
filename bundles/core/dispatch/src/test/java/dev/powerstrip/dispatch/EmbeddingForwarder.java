package dev.powerstrip.dispatch;

import dev.powerstrip.sdk.chat.EmbeddingRequest;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.provider.Attempt;
import dev.powerstrip.sdk.provider.EmbeddingProvider;
import dev.powerstrip.sdk.provider.ForwardedBody;
import dev.powerstrip.sdk.provider.ProviderResponse;
import dev.powerstrip.sdk.upstream.UpstreamRequest;

/** An adapter that can do nothing but embed. */
final class EmbeddingForwarder implements EmbeddingProvider {

    @Override
    public ProviderResponse embed(EmbeddingRequest request, Attempt attempt) {
        var body = ForwardedBody.of(request, attempt.endpoint()).toBytes();
        return attempt.exchange(UpstreamRequest.post(attempt.uri("embeddings"), body).build(),
            AnswerReader.of(request.form()));
    }
}
