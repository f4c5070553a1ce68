package dev.powerstrip.provider.openrouter;

import com.google.gson.JsonObject;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.provider.Provider;
import dev.powerstrip.sdk.testing.HttpListContract;

class OpenRouterListContractTest extends HttpListContract {

    @Override
    protected Provider provider() {
        return new OpenRouterProvider();
    }

    @Override
    protected Endpoint endpoint(Form form) {
        return Endpoint.of("openrouter", "OpenRouter", "openrouter/x/y", "x/y", new JsonObject());
    }
}
