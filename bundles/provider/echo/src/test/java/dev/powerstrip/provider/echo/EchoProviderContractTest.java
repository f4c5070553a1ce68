package dev.powerstrip.provider.echo;

import dev.powerstrip.sdk.provider.ChatProvider;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.testing.ChatProviderContract;
import dev.powerstrip.sdk.testing.ModelsFile;

class EchoProviderContractTest extends ChatProviderContract {

    @Override
    protected ChatProvider provider() {
        return new EchoProvider(Settings.fast());
    }

    @Override
    protected Endpoint endpoint() {
        return ModelsFile.of(EchoProvider.class, "echo").endpoint("echo/echo");
    }
}
