package dev.powerstrip.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.dialect.Directory;
import dev.powerstrip.sdk.dialect.HttpAnswer;
import dev.powerstrip.sdk.dialect.KeyUsage;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.sink.CallRecord;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelListTest {

    private final OpenAiDialect dialect = new OpenAiDialect();
    private final Shelf shelf = new Shelf()
        .add("acme", "meta/llama-3", """
            {"created": 100, "context_length": 8000, "tokenizer": "Llama3", "supported_parameters": ["tools", "seed"],
             "quantization": "fp8", "pricing": {"prompt": "0.000002", "completion": "0.000004"}}""")
        .add("zeta", "meta/llama-3", """
            {"created": 100, "context_length": 16000, "supported_parameters": ["tools"], "canonical_slug": "meta/llama-3-24",
             "data_policy": {"training": false, "retention_days": 0},
             "pricing": {"prompt": "0.000001", "completion": "0.000002"}}""")
        .add("zeta", "meta/llama-4", """
            {"created": 86500, "context_length": 32000, "input_modalities": ["text", "image"],
             "pricing": {"prompt": "0.000003", "completion": "0.000006"}}""")
        .add("acme", "acme/vectors", "{\"output_modalities\": [\"embeddings\"]}")
        .add("acme", "acme/mystery", "{\"name\": \"Acme: Mystery\"}");

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"'' | meta/llama-3 meta/llama-4 acme/mystery ~meta/llama-latest",
        "output_modalities=all&q=acme | acme/vectors acme/mystery", "output_modalities=embeddings | acme/vectors",
        "input_modalities=text,image | meta/llama-4 ~meta/llama-latest",
        "supported_parameters=tools,seed | meta/llama-3",
        "q=MYSTERY | acme/mystery", "context=16000&q=meta/ | meta/llama-3 meta/llama-4 ~meta/llama-latest",
        "max_price=1 | meta/llama-3", "min_price=1.5 | meta/llama-4 ~meta/llama-latest",
        "max_output_price=2 | meta/llama-3",
        "arch=llama3 | meta/llama-3", "model_authors=ACME | acme/mystery", "providers=Acme | meta/llama-3 acme/mystery",
        "zdr=true | meta/llama-3", "sort=newest&q=meta/ | meta/llama-4 ~meta/llama-latest meta/llama-3",
        "sort=pricing-high-to-low | meta/llama-4 ~meta/llama-latest meta/llama-3 acme/mystery",
        "sort=context-high-to-low&limit=1 | meta/llama-4", "offset=2&limit=2 | acme/mystery ~meta/llama-latest"})
    void listsWhatTheQueryWants(String query, String expected) {
        assertThat(ids(lookup("models?" + query))).containsExactly(expected.split(" "));
    }

    @Test
    void tellsWhereTheNextPageIsUntilThereIsNone() {
        var first = json(lookup("models?q=a&limit=3&offset=0"));

        assertThat(first.get("total_count").getAsInt()).isEqualTo(4);
        var next = first.getAsJsonObject("links").get("next").getAsString();
        assertThat(next).isEqualTo("/v1/models?q=a&offset=3&limit=3");
        assertThat(json(lookup(next.substring("/v1/".length()))).getAsJsonObject("links").get("next").isJsonNull())
            .isTrue();
    }

    @Test
    void countsAsItLists() {
        assertThat(json(lookup("models/count?output_modalities=all")).getAsJsonObject("data").get("count").getAsInt())
            .isEqualTo(5);
    }

    @Test
    void takesPriceAndLimitsFromTheCheapestEndpointAndWhatTheModelIsFromAnyThatKnows() {
        var model = json(lookup("model/meta/llama-3")).getAsJsonObject("data");

        assertThat(model.getAsJsonObject("pricing").get("prompt").getAsString()).isEqualTo("0.000001");
        assertThat(model.get("context_length").getAsInt()).isEqualTo(16000);
        assertThat(model.getAsJsonObject("architecture").get("tokenizer").getAsString()).isEqualTo("Llama3");
        assertThat(model.get("canonical_slug").getAsString()).isEqualTo("meta/llama-3-24");
    }

    @Test
    void showsTheLatestOfAFamilyAsTheModelItStandsFor() {
        var model = json(lookup("model/~meta/llama-latest")).getAsJsonObject("data");

        assertThat(model.get("id").getAsString()).isEqualTo("~meta/llama-latest");
        assertThat(model.getAsJsonObject("alias_target").get("slug").getAsString()).isEqualTo("meta/llama-4");
    }

    @Test
    void listsTheProvidersWithWhatTheySayOfThemselves() {
        assertThat(new String(lookup("providers").body(), StandardCharsets.UTF_8)).isEqualTo(
            "{\"data\":[{\"name\":\"Acme\",\"slug\":\"acme\",\"privacy_policy_url\":null,\"terms_of_service_url\":null,"
                + "\"status_page_url\":null,\"headquarters\":\"DE\",\"datacenters\":null}]}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"models?category=programming | \"category\" is not known here",
        "models?sort=most-popular | \"sort\" must be one of", "models?limit=1001 | \"limit\" must be a whole number",
        "models?offset=x | \"offset\" must be a whole number",
        "models?max_price=cheap | \"max_price\" must be a number",
        "models?zdr=perhaps | \"zdr\" must be true or false"})
    void refusesByNameWhatItCannotDo(String path, String message) {
        assertThatThrownBy(() -> lookup(path)).hasMessageContaining(message);
    }

    private HttpAnswer lookup(String path) {
        return dialect.lookup(Samples.head("GET", "/v1/" + path), Samples.PRINCIPAL, shelf);
    }

    private static JsonObject json(HttpAnswer answer) {
        return JsonParser.parseString(new String(answer.body(), StandardCharsets.UTF_8)).getAsJsonObject();
    }

    private static List<String> ids(HttpAnswer answer) {
        return StreamSupport.stream(json(answer).getAsJsonArray("data").spliterator(), false)
            .map(model -> model.getAsJsonObject().get("id").getAsString()).toList();
    }

    /** Some models, and one name that stands for another. */
    private static final class Shelf implements Directory {

        private final Map<String, List<Endpoint>> models = new LinkedHashMap<>();

        Shelf add(String provider, String model, String facts) {
            var endpoint = Samples.endpoint(provider, provider, model, facts);
            models.merge(model, List.of(endpoint),
                (some, more) -> Stream.concat(some.stream(), more.stream()).toList());
            return this;
        }

        @Override
        public Map<String, List<Endpoint>> models() {
            return models;
        }

        @Override
        public List<Endpoint> endpoints(String model) {
            return models.getOrDefault(latest().getOrDefault(model, model), List.of());
        }

        @Override
        public Map<String, String> latest() {
            return Map.of("~meta/llama-latest", "meta/llama-4");
        }

        @Override
        public List<ProviderFacts> providers() {
            return List.of(new ProviderFacts("acme", "Acme",
                JsonParser.parseString("{\"headquarters\": \"DE\"}").getAsJsonObject()));
        }

        @Override
        public Optional<CallRecord> generation(String id, Principal principal) {
            return Optional.empty();
        }

        @Override
        public KeyUsage usage(Principal principal) {
            throw new AssertionError("nobody asks for it here");
        }
    }
}
