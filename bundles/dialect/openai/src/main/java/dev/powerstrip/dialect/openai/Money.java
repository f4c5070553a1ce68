package dev.powerstrip.dialect.openai;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.math.BigDecimal;

/** Writes amounts as exact JSON numbers, without an exponent that some clients trip over. */
final class Money {

    private Money() {}

    static JsonElement number(BigDecimal amount) {
        return JsonParser.parseString(amount.stripTrailingZeros().toPlainString());
    }
}
