package dev.powerstrip.sdk.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderModelsTest {

    @Test
    void laysEachModelOverTheDefaults() {
        var models = ProviderModels.read("""
            {"date": "2026-07-02", "source": "Acme's list", "provider": {"headquarters": "DE"},
             "defaults": {"forms": ["anthropic.messages"], "context_length": 1000},
             "models": [{"native": "a"}, {"native": "b", "model": "house/b", "context_length": 2000, "own": 1}]}""");

        var endpoints = models.endpoints("acme", "Acme");

        assertThat(endpoints).extracting(Endpoint::model).containsExactly("acme/a", "house/b");
        assertThat(endpoints).extracting(endpoint -> endpoint.contextLength().getAsLong()).containsExactly(1000L,
            2000L);
        assertThat(endpoints.get(0).forms()).extracting(Object::toString).containsExactly("anthropic.messages");
        assertThat(endpoints.get(1).facts().get("own").getAsInt()).isEqualTo(1);
        assertThat(models.date()).hasToString("Optional[2026-07-02]");
        assertThat(models.provider().get("headquarters").getAsString()).isEqualTo("DE");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{} | models[0]: \"native\" is missing",
        "{'native': 'a', 'context_length': 'long'} | models[0] (a): context_length must be a whole number",
        "{'native': 'a', 'context_length': 1.5} | models[0] (a): context_length must be a whole number",
        "{'native': 'a', 'model': 'a'} | models[0] (a): model must be a slug such as",
        "{'native': 'a', 'input_modalities': ['smell']} | models[0] (a): input_modalities[0] must be one of",
        "{'native': 'a', 'quantization': 'fp7'} | models[0] (a): quantization must be one of",
        "{'native': 'a', 'expiration_date': 'soon'} | models[0] (a): expiration_date must be a date",
        "{'native': 'a', 'supports_tool_choice': {'any': true}} | models[0] (a): supports_tool_choice must be an object of",
        "{'native': 'a', 'data_policy': {'training': 'no'}} | models[0] (a): data_policy.training must be true or false",
        "{'native': 'a', 'reasoning': {'efforts': []}} | models[0] (a): reasoning must be an object of",
        "{'native': 'a', 'pricing': {'prompt': '1'}} | models[0] (a): pricing.completion is missing",
        "{'native': 'a', 'pricing': {'prompt': '1', 'completion': '1', 'smile': '1'}} | models[0] (a): pricing.smile is no price"})
    void leavesOutAModelThatIsWrongAndNamesItWithTheMember(String model, String problem) {
        var models = ProviderModels.read("{'models': [%s, {'native': 'good'}]}".formatted(model).replace('\'', '"'));

        assertThat(models.problems()).singleElement().asString().startsWith(problem);
        assertThat(models.endpoints("acme", "Acme")).extracting(Endpoint::nativeId).containsExactly("good");
    }

    @Test
    void takesNullForWhatNobodyKnows() {
        var models = ProviderModels.read(
            """
            {"models": [{"native": "a", "pricing": null, "context_length": null, "quantization": null, "forms": null}]}""");

        assertThat(models.problems()).isEmpty();
        assertThat(models.endpoints("acme", "Acme").get(0).pricing()).isEmpty();
    }

    @Test
    void saysWhichNativeNameStandsTwice() {
        assertThat(ProviderModels.read("{\"models\": [{\"native\": \"a\"}, {\"native\": \"a\"}]}").problems())
            .containsExactly("models[1] (a): models[0] has the same native name");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"[] | it is no JSON object", "{'model': []} | \"model\" is no member",
        "{} | \"models\" must be an array", "{'models': [], 'date': 'May'} | \"date\" must be a date",
        "{'models': [], 'provider': {'ceo': 'Ann'}} | provider.ceo is unknown",
        "{'models': [], 'defaults': {'fallback': 1}} | fallback must be true or false"})
    void refusesAFileThatIsWrongAsAWhole(String file, String problem) {
        assertThatThrownBy(() -> ProviderModels.read(file.replace('\'', '"'))).hasMessageStartingWith(problem);
    }

    @Test
    void overridesOnlyFactsThatThereAre() {
        var facts = JsonParser.parseString("{\"native\": \"a\", \"deployment\": \"one\"}").getAsJsonObject();

        assertThat(ProviderModels.overridden(facts, JsonParser.parseString(
            "{\"deployment\": \"two\", \"context_length\": 5}").getAsJsonObject()).toString())
            .isEqualTo("{\"native\":\"a\",\"deployment\":\"two\",\"context_length\":5}");
        assertThatThrownBy(() -> ProviderModels.overridden(facts,
            JsonParser.parseString("{\"contextlength\": 5}").getAsJsonObject()))
            .hasMessageStartingWith("\"contextlength\" is no fact of an endpoint");
    }
}
