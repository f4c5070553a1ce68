package dev.powerstrip.provider.openrouter;

import com.google.gson.JsonParser;
import dev.powerstrip.sdk.provider.ChatProvider;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.testing.HttpAdapterContract;

class OpenRouterProviderContractTest extends HttpAdapterContract {

    @Override
    protected ChatProvider provider() {
        return new OpenRouterProvider();
    }

    @Override
    protected Endpoint endpoint() {
        return Endpoint.of("openrouter", "OpenRouter", "openrouter/z-ai/glm-5", "z-ai/glm-5",
            JsonParser.parseString("{\"supported_parameters\":[\"tools\"]}").getAsJsonObject());
    }
}
