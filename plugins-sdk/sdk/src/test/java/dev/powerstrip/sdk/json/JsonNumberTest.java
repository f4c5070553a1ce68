package dev.powerstrip.sdk.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonNumberTest {

    @ParameterizedTest
    @CsvSource({"0.00000012,0.00000012", "1.2E-7,0.00000012", "1E+3,1000", "0.10,0.1", "0.000,0", "-2.50,-2.5",
        "12345678901234567890.123456789,12345678901234567890.123456789"})
    void amountsAreWrittenExactlyAndWithoutAnExponent(BigDecimal amount, String written) {
        assertThat(JsonNumber.text(amount)).isEqualTo(written);
        assertThat(JsonNumber.of(amount)).asString().isEqualTo(written);
        assertThat(JsonNumber.tree(amount)).hasToString(written);
    }
}
