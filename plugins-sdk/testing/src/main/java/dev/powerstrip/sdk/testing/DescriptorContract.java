package dev.powerstrip.sdk.testing;

import dev.powerstrip.sdk.provider.ChatProvider;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.provider.ProviderFactory;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a provider without code promises, shown by the folder that it is packed from. Its {@code golden} holds, besides the
 * exchanges,
 * <ul>
 * <li>{@code endpoint.json}: the model of the exchanges, as a row of {@code models.json},
 * <li>{@code error.json}, if this upstream's errors do not look like OpenAI's: one with the message {@code MESSAGE}.
 * </ul>
 */
public abstract class DescriptorContract extends HttpAdapterContract {

    /** The folder with {@code provider.json}; it is called as the provider. */
    protected abstract Path folder();

    /** The engine that the descriptor names. */
    protected abstract ProviderFactory engine();

    private DescriptorFolder described() {
        return new DescriptorFolder(folder());
    }

    @Override
    protected final ChatProvider provider() {
        return (ChatProvider) engine().provider(described().descriptor());
    }

    @Override
    protected final Endpoint endpoint() {
        return described().chatEndpoint();
    }

    @Override
    protected final Path golden() {
        return described().golden();
    }

    @Override
    protected final String errorBody(String message) {
        return described().errorBody(message).orElseGet(() -> super.errorBody(message));
    }

    /** A descriptor's exchanges show what is different at its vendor; the cases are its engine's to show. */
    @Override
    final Set<ChatCase> shownElsewhere() {
        return EnumSet.allOf(ChatCase.class);
    }
}
