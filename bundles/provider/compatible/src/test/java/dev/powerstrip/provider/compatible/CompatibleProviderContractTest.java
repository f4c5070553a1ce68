package dev.powerstrip.provider.compatible;

import com.google.gson.JsonParser;
import dev.powerstrip.sdk.provider.ChatProvider;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.testing.HttpAdapterContract;

class CompatibleProviderContractTest extends HttpAdapterContract {

    @Override
    protected ChatProvider provider() {
        return new CompatibleProvider();
    }

    @Override
    protected Endpoint endpoint() {
        return Endpoint.of("compatible", "Lab", "lab/llama-3", "llama-3",
            JsonParser.parseString("{\"supported_parameters\":[\"tools\"]}").getAsJsonObject());
    }
}
