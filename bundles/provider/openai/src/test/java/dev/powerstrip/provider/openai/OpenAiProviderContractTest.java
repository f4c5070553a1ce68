package dev.powerstrip.provider.openai;

import dev.powerstrip.sdk.provider.ChatProvider;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.testing.ChatCase;
import dev.powerstrip.sdk.testing.HttpAdapterContract;
import dev.powerstrip.sdk.testing.ModelsFile;
import java.util.Set;

class OpenAiProviderContractTest extends HttpAdapterContract {

    @Override
    protected ChatProvider provider() {
        return new OpenAiProvider();
    }

    /** Chat completions tell nothing of what a model thinks. */
    @Override
    protected Set<ChatCase> cannot() {
        return Set.of(ChatCase.REASONING, ChatCase.SIGNATURES);
    }

    @Override
    protected Endpoint endpoint() {
        return ModelsFile.of(OpenAiProvider.class, "openai").endpoint("openai/gpt-5-mini");
    }
}
