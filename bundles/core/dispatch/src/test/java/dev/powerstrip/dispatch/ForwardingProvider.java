package dev.powerstrip.dispatch;

import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.provider.Attempt;
import dev.powerstrip.sdk.provider.ChatProvider;
import dev.powerstrip.sdk.provider.ProviderResponse;
import dev.powerstrip.sdk.provider.Translation;
import dev.powerstrip.sdk.upstream.UpstreamRequest;

/** The simplest adapter: passes through whatever form it is asked in. */
final class ForwardingProvider implements ChatProvider {

    @Override
    public ProviderResponse chat(ChatRequest request, Attempt attempt) {
        var translation = Translation.passThrough(request.form());
        var body = translation.request(request, attempt.endpoint());
        var post = UpstreamRequest.post(attempt.uri("chat/completions"), body).headers(attempt.headers());
        attempt.credential().ifPresent(post::bearer);
        return attempt.exchange(post.build(), translation.reader(request, attempt.endpoint()));
    }
}
