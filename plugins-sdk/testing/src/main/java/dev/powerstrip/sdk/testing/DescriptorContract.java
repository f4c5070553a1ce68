package dev.powerstrip.sdk.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
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

    @TestFactory
    final Stream<DynamicTest> classesTheVendorsOwnErrors() {
        var file = golden().resolve("errors.json");
        return Files.exists(file)
            ? StreamSupport.stream(JsonParser.parseString(text(file)).getAsJsonArray().spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .map(error -> dynamicTest(error.get("body").toString(), () -> classes(error)))
            : Stream.empty();
    }

    private void classes(JsonObject expected) {
        var error = errorOf(Reply.json(expected.get("status").getAsInt(), expected.get("body").toString()));

        assertThat(error.type().name().toLowerCase(Locale.ROOT)).isEqualTo(expected.get("type").getAsString());
        assertThat(error.getMessage()).contains(expected.get("told").getAsString());
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
