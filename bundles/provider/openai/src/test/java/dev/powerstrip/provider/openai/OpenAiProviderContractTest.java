package dev.powerstrip.provider.openai;

import dev.powerstrip.sdk.provider.ChatProvider;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.testing.HttpAdapterContract;
import dev.powerstrip.sdk.testing.ModelsFile;

class OpenAiProviderContractTest extends HttpAdapterContract {

    @Override
    protected ChatProvider provider() {
        return new OpenAiProvider();
    }

    @Override
    protected Endpoint endpoint() {
        return ModelsFile.of(OpenAiProvider.class, "openai").endpoint("openai/gpt-5-mini");
    }
}
