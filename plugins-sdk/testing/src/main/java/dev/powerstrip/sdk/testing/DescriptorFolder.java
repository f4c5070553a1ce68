package dev.powerstrip.sdk.testing;

import com.google.gson.JsonParser;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.provider.ProviderDescriptor;
import dev.powerstrip.sdk.provider.ProviderModels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The folder that a provider without code is packed from, and what its golden files say besides the exchanges. */
record DescriptorFolder(Path folder) {

    ProviderDescriptor descriptor() {
        return ProviderDescriptor.of(folder.getFileName().toString(), text(folder.resolve("provider.json")));
    }

    Path golden() {
        return folder.resolve("golden");
    }

    /** The endpoint that its exchanges of chat are for. */
    Endpoint chatEndpoint() {
        var facts = JsonParser.parseString(text(golden().resolve("endpoint.json"))).getAsJsonObject();
        return Endpoint.of(descriptor().provider(), descriptor().name(), facts.get("model").getAsString(),
            facts.get("native").getAsString(), facts);
    }

    /** The first of its models that speaks that form. */
    Endpoint endpoint(Form form) {
        return ProviderModels.read(text(folder.resolve("models.json")))
            .endpoints(descriptor().provider(), descriptor().name()).stream()
            .filter(endpoint -> endpoint.speaks(form)).findFirst()
            .orElseThrow(() -> new AssertionError("%s names no model with the form %s"
                .formatted(folder.resolve("models.json"), form)));
    }

    /** Its upstream's error with that message; empty if it looks like OpenAI's. */
    Optional<String> errorBody(String message) {
        return text("error.json").map(error -> JsonParser.parseString(error).toString().replace("MESSAGE", message));
    }

    /** A golden file that may be missing. */
    Optional<String> text(String name) {
        var file = golden().resolve(name);
        return Files.exists(file) ? Optional.of(text(file)) : Optional.empty();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
