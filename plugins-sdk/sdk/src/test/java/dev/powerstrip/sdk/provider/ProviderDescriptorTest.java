package dev.powerstrip.sdk.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderDescriptorTest {

    @Test
    void tellsWhatTheCoreNeedsAndKeepsTheRest() {
        var descriptor = ProviderDescriptor.of("acme", """
            {"engine": "compatible", "name": "Acme", "baseUrl": "https://api.acme.example/v1", "credential": "ACME_KEY",
             "request": {"drop": ["seed"]}}""");

        assertThat(descriptor.engine()).isEqualTo("compatible");
        assertThat(descriptor.name()).isEqualTo("Acme");
        assertThat(descriptor.baseUrl()).isEqualTo("https://api.acme.example/v1");
        assertThat(descriptor.credential()).isEqualTo("ACME_KEY");
        assertThat(descriptor.allowUnlisted()).isFalse();
        assertThat(descriptor.needsFile()).isFalse();
        assertThat(descriptor.json().getAsJsonObject("request").has("drop")).isTrue();
    }

    @Test
    void isCalledByItsIdWhereItSaysNoName() {
        assertThat(ProviderDescriptor.of("acme", "{\"engine\": \"compatible\"}").name()).isEqualTo("acme");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{} | engine is missing",
        "[] | it has to be a JSON object",
        "{\"engine\": | it is no JSON",
        "{\"engine\": 1} | engine has to be a text",
        "{\"engine\": \"x\", \"name\": \" \"} | name has to be a text that is not empty",
        "{\"engine\": \"x\", \"baseUrl\": \"api.acme.example\"} | baseUrl has to be an address",
        "{\"engine\": \"x\", \"baseUrl\": \"https://api.acme.example/\"} | baseUrl has to be an address",
        "{\"engine\": \"x\", \"baseUrl\": \"https:// /v1\"} | baseUrl has to be an address",
        "{\"engine\": \"x\", \"allowUnlisted\": \"yes\"} | allowUnlisted has to be true or false",
        "{\"engine\": \"x\", \"needsFile\": \"yes\"} | needsFile has to be true or false"
    })
    void namesTheFieldThatCannotBeRead(String json, String reason) {
        assertThatThrownBy(() -> ProviderDescriptor.of("acme", json)).isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining(reason);
    }
}
