package dev.powerstrip.sdk.form;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CarriedThoughtsTest {

    private static final JsonArray DETAILS = JsonParser.parseString("""
        [{"type":"reasoning.text","text":"für 🌞 ???>>>","signature":"EqQB+/x=","index":0,"id":null,"x":1.50}]""")
        .getAsJsonArray();

    @Test
    void comeBackAsTheyWereSent() {
        var signature = CarriedThoughts.signature(DETAILS);

        assertThat(CarriedThoughts.of(signature).orElseThrow()).hasToString(DETAILS.toString());
        assertThat(signature).startsWith(CarriedThoughts.MARK);
    }

    @Test
    void surviveAClientThatReadsBytesAndWritesAnotherAlphabet() {
        var bytes = Base64.getDecoder().decode(CarriedThoughts.signature(DETAILS));

        var sent = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);

        assertThat(CarriedThoughts.of(sent).orElseThrow()).hasToString(DETAILS.toString());
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"", "EqQBCgIYAhIM+/x=", "eyJwb3dlcnN0cmlw", "eyJwb3dlcnN0cmlwIjox", "eyJwb3dlcnN0cmlwIjoxfQ==",
            "eyJwb3dlcnN0cmlw!"})
    void areNotFoundInWhatAModelSigned(String signature) {
        assertThat(CarriedThoughts.of(signature)).isEmpty();
    }
}
