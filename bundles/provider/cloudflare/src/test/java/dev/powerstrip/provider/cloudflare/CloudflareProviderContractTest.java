package dev.powerstrip.provider.cloudflare;

import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.provider.ChatProvider;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.testing.ChatCase;
import dev.powerstrip.sdk.testing.HttpAdapterContract;
import dev.powerstrip.sdk.testing.ModelsFile;
import java.util.Set;

class CloudflareProviderContractTest extends HttpAdapterContract {

    @Override
    protected ChatProvider provider() {
        return new CloudflareProvider("0123456789abcdef0123456789abcdef");
    }

    @Override
    protected Endpoint endpoint() {
        return ModelsFile.of(CloudflareProvider.class, "cloudflare").endpoint("moonshotai/kimi-k2.6");
    }

    @Override
    protected String errorBody(String message) {
        return "{\"result\":null,\"success\":false,\"errors\":[{\"code\":3000,\"message\":\"AiError: AiError: %s\"}],\"messages\":[]}"
            .formatted(message);
    }

    @Override
    protected String errorEvent(Form form, String message) {
        return "data: %s\n\n".formatted(errorBody(message));
    }

    @Override
    protected Set<ChatCase> cannot() {
        return Set.of(ChatCase.FILES, ChatCase.AUDIO, ChatCase.SIGNATURES);
    }
}
