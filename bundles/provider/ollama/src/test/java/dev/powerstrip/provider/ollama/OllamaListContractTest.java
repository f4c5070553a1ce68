package dev.powerstrip.provider.ollama;

import com.google.gson.JsonObject;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.provider.Provider;
import dev.powerstrip.sdk.testing.HttpListContract;
import java.time.Clock;

class OllamaListContractTest extends HttpListContract {

    @Override
    protected Provider provider() {
        return new OllamaProvider(0, "", Clock.systemUTC());
    }

    @Override
    protected Endpoint endpoint(Form form) {
        return Endpoint.of("ollama", "Ollama", "ollama/nomic-embed-text", "nomic-embed-text", new JsonObject());
    }

    @Override
    protected String errorBody(String message) {
        return "{\"error\":\"%s\"}".formatted(message);
    }
}
