package dev.powerstrip.provider.azure;

import com.google.gson.JsonParser;
import dev.powerstrip.sdk.provider.ChatProvider;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.testing.ChatCase;
import dev.powerstrip.sdk.testing.HttpAdapterContract;
import java.util.Set;

class AzureProviderContractTest extends HttpAdapterContract {

    @Override
    protected ChatProvider provider() {
        return new AzureProvider("", false);
    }

    @Override
    protected Endpoint endpoint() {
        return Endpoint.of("azure", "Azure", "azure/my-gpt", "my-gpt",
            JsonParser.parseString("{\"supported_parameters\":[\"tools\"]}").getAsJsonObject());
    }

    @Override
    protected Set<ChatCase> cannot() {
        return Set.of(ChatCase.REASONING, ChatCase.SIGNATURES);
    }
}
