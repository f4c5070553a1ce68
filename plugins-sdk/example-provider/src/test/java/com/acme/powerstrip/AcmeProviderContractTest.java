package com.acme.powerstrip;

import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.provider.ChatProvider;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.testing.ChatCase;
import dev.powerstrip.sdk.testing.HttpAdapterContract;
import dev.powerstrip.sdk.testing.ModelsFile;
import java.util.EnumSet;
import java.util.Set;

class AcmeProviderContractTest extends HttpAdapterContract {

    @Override
    protected ChatProvider provider() {
        return new AcmeProvider();
    }

    @Override
    protected Endpoint endpoint() {
        return ModelsFile.of(AcmeProvider.class, "acme").endpoint("acme/acme-1");
    }

    /** Acme's models do nothing but talk. */
    @Override
    protected Set<ChatCase> cannot() {
        return EnumSet.allOf(ChatCase.class);
    }

    @Override
    protected String errorBody(String message) {
        return "{\"error\":\"%s\"}".formatted(message);
    }

    @Override
    protected String unknownEvent(Form form) {
        return "data: {\"mood\":\"good\"}\n\n";
    }
}
