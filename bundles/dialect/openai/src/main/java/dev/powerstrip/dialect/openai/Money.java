package dev.powerstrip.dialect.openai;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/** Writes amounts as exact JSON numbers, without an exponent that some clients trip over. */
final class Money {

    private Money() {}

    static JsonElement number(BigDecimal amount) {
        return JsonParser.parseString(text(amount));
    }

    /** The same as JSON bytes; costs a fraction of what the tree does. */
    static byte[] bytes(BigDecimal amount) {
        return text(amount).getBytes(StandardCharsets.US_ASCII);
    }

    /** The same as text. */
    static String text(BigDecimal amount) {
        return amount.stripTrailingZeros().toPlainString();
    }
}
