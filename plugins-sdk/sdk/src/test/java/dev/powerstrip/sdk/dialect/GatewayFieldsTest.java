package dev.powerstrip.sdk.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.powerstrip.sdk.chat.ProviderPreferences;
import dev.powerstrip.sdk.error.GatewayException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayFieldsTest {

    @Test
    void triesTheModelThenTheModelsEachOnce() {
        assertThat(GatewayFields.models(body("{\"model\":\"a\",\"models\":[\"b\",\"a\",\"c\"]}"))).containsExactly("a",
            "b", "c");
        assertThat(GatewayFields.models(body("{\"models\":[\"b\"]}"))).containsExactly("b");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{} | model is required", "{\"model\":null} | model is required",
        "{\"model\":7} | model must be a string; it is 7", "{\"model\":\"\"} | model must not be empty",
        "{\"models\":\"a\"} | models must be an array; it is a string",
        "{\"models\":[\"a\",{}]} | models[1] must be a string; it is an object", "{\"models\":[]} | model is required"})
    void refusesARequestThatNamesNoModel(String json, String message) {
        assertThatThrownBy(() -> GatewayFields.models(body(json))).isInstanceOf(GatewayException.class)
            .hasMessageStartingWith(message);
    }

    @Test
    void readsTheProviderObject() {
        var read = GatewayFields
            .preferences(body("{\"provider\":{\"order\":[\"a\"],\"only\":[\"a\",\"b\"],\"ignore\":[\"c\"],"
                + "\"allow_fallbacks\":false,\"require_parameters\":true}}"));

        assertThat(read).isEqualTo(new ProviderPreferences(List.of("a"), List.of("a", "b"), List.of("c"), false, true));
        assertThat(GatewayFields.preferences(body("{}"))).isEqualTo(ProviderPreferences.none());
        assertThat(GatewayFields.preferences(body("{\"provider\":{\"allow_fallbacks\":null}}")))
            .isEqualTo(ProviderPreferences.none());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"data_collection\":\"allow\"}", "{\"zdr\":false}", "{\"require_parameters\":false}",
        "{\"sort\":null}", "{\"quantizations\":[]}", "{\"max_price\":{}}", "{\"enforce_distillable_text\":null}"})
    void letsWishesForNothingPass(String provider) {
        assertThat(GatewayFields.preferences(body("{\"provider\":%s}".formatted(provider))))
            .isEqualTo(ProviderPreferences.none());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{\"sort\":\"price\"} | sort", "{\"max_price\":{\"prompt\":1}} | max_price",
        "{\"data_collection\":\"deny\"} | data_collection", "{\"zdr\":true} | zdr",
        "{\"quantizations\":[\"fp8\"]} | quantizations",
        "{\"odrer\":[\"a\"]} | odrer"})
    void refusesByNameWhatIsNotHonoured(String provider, String name) {
        assertThatThrownBy(() -> GatewayFields.preferences(body("{\"provider\":%s}".formatted(provider))))
            .hasMessage("provider." + name + " is not supported yet by this gateway: remove it");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{\"provider\":[]} | provider must be an object; it is an array",
        "{\"provider\":{\"order\":\"a\"}} | provider.order must be an array; it is a string",
        "{\"provider\":{\"only\":[7]}} | provider.only[0] must be a string; it is 7",
        "{\"provider\":{\"allow_fallbacks\":\"no\"}} | provider.allow_fallbacks must be true or false; it is a string",
        "{\"provider\":{\"data_collection\":\"x\"}} | 'provider.data_collection must be \"allow\" or \"deny\"; it is \"x\"'"})
    void refusesWrongTypes(String json, String message) {
        assertThatThrownBy(() -> GatewayFields.preferences(body(json))).hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"plugins\":[{\"id\":\"web\"}]} | plugins[0].id names an unknown plugin, \"web\": this gateway has no request "
            + "plugins yet; remove it",
        "{\"plugins\":[{}]} | plugins[0].id is required",
        "{\"plugins\":{}} | plugins must be an array; it is an object",
        "{\"preset\":\"x\"} | preset is not supported yet by this gateway: remove it",
        "{\"transforms\":[\"middle-out\"]} | transforms is not supported yet by this gateway: remove it",
        "{\"debug\":{\"echo_upstream_body\":true}} | debug.echo_upstream_body is not supported by this API of the "
            + "gateway: remove it, or use chat/completions",
        "{\"trace\":\"x\"} | trace must be an object; it is a string"})
    void refusesWhatIsNotThereYet(String json, String message) {
        assertThatThrownBy(() -> GatewayFields.refuseUnsupported(body(json))).hasMessage(message);
    }

    @Test
    void letsFieldsPassThatAskForNothing() {
        GatewayFields.refuseUnsupported(
            body("{\"plugins\":[],\"transforms\":[],\"preset\":null,\"debug\":{},\"trace\":{\"a\":1},"
                + "\"session_id\":\"\",\"route\":\"fallback\",\"usage\":{\"include\":true}}"));
    }

    private static RequestField body(String json) {
        return RequestField.body(json.getBytes(StandardCharsets.UTF_8));
    }
}
