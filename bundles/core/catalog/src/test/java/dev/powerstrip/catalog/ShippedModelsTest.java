package dev.powerstrip.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.provider.Pricing;
import dev.powerstrip.sdk.provider.ProviderModels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads every {@code models.json} that is shipped, of the adapters with code and of those without. */
class ShippedModelsTest {

    private static final Path PROVIDERS = Path.of("../../provider");
    private static final Path VENDORS = PROVIDERS.resolve("vendors");

    static Stream<String> providers() {
        return files().keySet().stream();
    }

    private static Map<String, Path> files() {
        var files = new TreeMap<String, Path>();
        folders(PROVIDERS).forEach(folder -> add(files, folder,
            folder.resolve("src/main/resources/POWERSTRIP-INF/models.json")));
        folders(VENDORS).forEach(folder -> add(files, folder, folder.resolve("models.json")));
        return files;
    }

    private static List<Path> folders(Path parent) {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (var folders = Files.list(parent)) {
            return folders.filter(Files::isDirectory).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(Map<String, Path> files, Path folder, Path file) {
        if (Files.exists(file)) {
            files.put(folder.getFileName().toString(), file);
        }
    }

    private static String text(String provider) {
        try {
            return Files.readString(files().get(provider));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void holdsNothingThatIsWrong(String provider) {
        var models = ProviderModels.read(text(provider));

        assertThat(models.problems()).isEmpty();
        assertThat(models.source()).isNotBlank();
        assertThat(models.models()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void namesEachModelOnce(String provider) {
        assertThat(endpoints(provider)).extracting(Endpoint::model).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void saysOfEachModelWhatItCostsOrThatNobodyKnows(String provider) {
        for (var model : JsonParser.parseString(text(provider)).getAsJsonObject().getAsJsonArray("models")) {
            assertThat(model.getAsJsonObject().has("pricing")).as(model.toString()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void writesPricesAsPlainDecimalsWithoutNeedlessZeros(String provider) {
        for (var model : JsonParser.parseString(text(provider)).getAsJsonObject().getAsJsonArray("models")) {
            var pricing = model.getAsJsonObject().get("pricing");
            if (pricing.isJsonObject()) {
                assertThat(Pricing.of(pricing.getAsJsonObject()).json()).isEqualTo(pricing);
                assertThat(prices(pricing.getAsJsonObject()))
                    .allMatch(price -> price.matches("0|(0|[1-9]\\d*)(\\.\\d*[1-9])?"));
            }
        }
    }

    private static List<String> prices(JsonObject pricing) {
        return pricing.entrySet().stream().filter(price -> price.getValue().isJsonPrimitive())
            .map(price -> price.getValue().getAsString()).toList();
    }

    @Test
    void covers1000EndpointsOf300ModelsManyOfThemAtSeveralProviders() {
        var byModel = files().keySet().stream().flatMap(provider -> endpoints(provider).stream())
            .collect(Collectors.groupingBy(Endpoint::model));

        assertThat(byModel.values().stream().mapToInt(List::size).sum()).isGreaterThanOrEqualTo(1000);
        assertThat(byModel.size()).isGreaterThanOrEqualTo(300);
        assertThat(byModel.values().stream().filter(endpoints -> endpoints.size() > 1).count())
            .isGreaterThanOrEqualTo(150);
    }

    @Test
    void meansOneModelByEachPermanentSlug() {
        var slugs = new TreeMap<String, HashSet<String>>();
        files().keySet().stream().flatMap(provider -> endpoints(provider).stream())
            .forEach(endpoint -> endpoint.word("canonical_slug")
                .ifPresent(slug -> slugs.computeIfAbsent(slug, any -> new HashSet<>()).add(endpoint.model())));

        assertThat(slugs.entrySet()).filteredOn(slug -> slug.getValue().size() > 1).isEmpty();
    }

    private static List<Endpoint> endpoints(String provider) {
        return ProviderModels.read(text(provider)).endpoints(provider, provider);
    }
}
