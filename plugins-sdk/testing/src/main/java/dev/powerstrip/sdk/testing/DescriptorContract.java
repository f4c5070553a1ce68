package dev.powerstrip.sdk.testing;

import com.google.gson.JsonParser;
import dev.powerstrip.sdk.provider.ChatProvider;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.provider.ProviderDescriptor;
import dev.powerstrip.sdk.provider.ProviderFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
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

    @Override
    protected final ChatProvider provider() {
        return (ChatProvider) engine().provider(descriptor());
    }

    private ProviderDescriptor descriptor() {
        return ProviderDescriptor.of(folder().getFileName().toString(), text(folder().resolve("provider.json")));
    }

    @Override
    protected final Endpoint endpoint() {
        var facts = JsonParser.parseString(text(golden().resolve("endpoint.json"))).getAsJsonObject();
        return Endpoint.of(descriptor().provider(), descriptor().name(), facts.get("model").getAsString(),
            facts.get("native").getAsString(), facts);
    }

    @Override
    protected final Path golden() {
        return folder().resolve("golden");
    }

    @Override
    protected final String errorBody(String message) {
        var own = golden().resolve("error.json");
        return Files.exists(own) ? JsonParser.parseString(text(own)).toString().replace("MESSAGE", message)
            : super.errorBody(message);
    }

    /** A descriptor's exchanges show what is different at its vendor; the cases are its engine's to show. */
    @Override
    final Set<ChatCase> shownElsewhere() {
        return EnumSet.allOf(ChatCase.class);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
