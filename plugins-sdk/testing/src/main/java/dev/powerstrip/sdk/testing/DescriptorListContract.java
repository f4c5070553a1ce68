package dev.powerstrip.sdk.testing;

import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.provider.Provider;
import dev.powerstrip.sdk.provider.ProviderFactory;
import java.nio.file.Path;

/**
 * What a provider without code promises that embeds or reranks, shown by the folder that it is packed from. The exchanges in
 * its {@code golden} are for the first model of each form in its {@code models.json}.
 */
public abstract class DescriptorListContract extends HttpListContract {

    /** The folder with {@code provider.json}; it is called as the provider. */
    protected abstract Path folder();

    /** The engine that the descriptor names. */
    protected abstract ProviderFactory engine();

    private DescriptorFolder described() {
        return new DescriptorFolder(folder());
    }

    @Override
    protected final Provider provider() {
        return engine().provider(described().descriptor());
    }

    @Override
    protected final Endpoint endpoint(Form form) {
        return described().endpoint(form);
    }

    @Override
    protected final Path golden() {
        return described().golden();
    }

    @Override
    protected final String errorBody(String message) {
        return described().errorBody(message).orElseGet(() -> super.errorBody(message));
    }
}
