package dev.powerstrip.provider.cohere;

import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.provider.Provider;
import dev.powerstrip.sdk.testing.HttpListContract;
import dev.powerstrip.sdk.testing.ModelsFile;

class CohereListContractTest extends HttpListContract {

    @Override
    protected Provider provider() {
        return new CohereProvider();
    }

    @Override
    protected Endpoint endpoint(Form form) {
        return ModelsFile.of(CohereProvider.class, "cohere")
            .endpoint(form.equals(Form.OPENAI_EMBEDDINGS) ? "cohere/embed-v4.0" : "cohere/rerank-v3.5");
    }

    @Override
    protected String errorBody(String message) {
        return "{\"message\":\"%s\"}".formatted(message);
    }
}
