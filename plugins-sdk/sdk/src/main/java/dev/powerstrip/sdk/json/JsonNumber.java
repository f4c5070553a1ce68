package dev.powerstrip.sdk.json;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/** Amounts of money as exact JSON numbers, without an exponent, which some clients trip over. */
public final class JsonNumber {

    private JsonNumber() {}

    /** As JSON writes it. */
    public static byte[] of(BigDecimal amount) {
        return text(amount).getBytes(StandardCharsets.US_ASCII);
    }

    /** As a value of a tree; costs several times as much as the bytes do. */
    public static JsonElement tree(BigDecimal amount) {
        return JsonParser.parseString(text(amount));
    }

    public static String text(BigDecimal amount) {
        return amount.stripTrailingZeros().toPlainString();
    }
}
