package dev.powerstrip.dispatch;

import dev.powerstrip.sdk.chat.CountRequest;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.provider.Attempt;
import dev.powerstrip.sdk.provider.ForwardedBody;
import dev.powerstrip.sdk.provider.ProviderResponse;
import dev.powerstrip.sdk.provider.TokenCounter;
import dev.powerstrip.sdk.upstream.UpstreamRequest;

/** An adapter that can do nothing but count. */
final class CountingForwarder implements TokenCounter {

    @Override
    public ProviderResponse count(CountRequest request, Attempt attempt) {
        var body = ForwardedBody.of(request, attempt.endpoint()).toBytes();
        return attempt.exchange(UpstreamRequest.post(attempt.uri("count"), body).build(),
            AnswerReader.of(Form.TOKEN_COUNT));
    }
}
