package dev.powerstrip.sdk.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.powerstrip.sdk.provider.ChatProvider;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.provider.ProviderFactory;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What a provider without code promises, shown by the folder that it is packed from. Its {@code golden} holds, besides the
 * exchanges,
 * <ul>
 * <li>{@code endpoint.json}: the model of the exchanges, as a row of {@code models.json},
 * <li>{@code error.json}, if this upstream's errors do not look like OpenAI's: one with the message {@code MESSAGE},
 * <li>{@code errors.json}, if it has errors of its own: an array of {@code status} (200 for one that looks like an answer),
 * {@code body}, the {@code type} of error that it means, in lower case, and the words that are {@code told} of it.
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

    @TestFactory
    @Proves(Feature.ERRORS)
    final Stream<DynamicTest> classesTheVendorsOwnErrors() {
        return described().text("errors.json").stream()
            .flatMap(
                errors -> StreamSupport.stream(JsonParser.parseString(errors).getAsJsonArray().spliterator(), false))
            .map(JsonElement::getAsJsonObject)
            .map(error -> dynamicTest(error.get("body").toString(), () -> classes(error)));
    }

    private void classes(JsonObject expected) {
        var error = errorOf(Reply.json(expected.get("status").getAsInt(), expected.get("body").toString()));

        assertThat(error.type().name().toLowerCase(Locale.ROOT)).isEqualTo(expected.get("type").getAsString());
        assertThat(error.getMessage()).contains(expected.get("told").getAsString());
    }
}
