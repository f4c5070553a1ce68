package dev.powerstrip.provider.cloudflare;

import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.provider.Provider;
import dev.powerstrip.sdk.testing.HttpListContract;
import dev.powerstrip.sdk.testing.ModelsFile;

class CloudflareListContractTest extends HttpListContract {

    @Override
    protected Provider provider() {
        return new CloudflareProvider("0123456789abcdef0123456789abcdef");
    }

    @Override
    protected Endpoint endpoint(Form form) {
        return ModelsFile.of(CloudflareProvider.class, "cloudflare")
            .endpoint(form.equals(Form.OPENAI_EMBEDDINGS) ? "baai/bge-m3" : "baai/bge-reranker-base");
    }

    @Override
    protected String errorBody(String message) {
        return "{\"result\":null,\"success\":false,\"errors\":[{\"code\":3000,\"message\":\"%s\"}],\"messages\":[]}"
            .formatted(message);
    }
}
