package dev.powerstrip.sdk.form;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * What a model thought in another form than its client's, on its way through that client. The clients of Gemini, Responses and
 * Messages know nothing of {@code reasoning_details}, but send the {@code thoughtSignature} of a part, the
 * {@code encrypted_content} of a reasoning item, or the {@code signature} of a thinking block, back as it came: so the details
 * travel in one.
 */
public final class CarriedThoughts {

    /** How each of these signatures begins, in any alphabet of base64; no model's own does. */
    public static final String MARK = "eyJwb3dlcnN0cmlw";
    private static final String NAME = "powerstrip";

    private CarriedThoughts() {}

    /** The signature that carries these {@code reasoning_details}, in base64. */
    public static String signature(JsonArray details) {
        var carrier = new JsonObject();
        carrier.add(NAME, details);
        return Base64.getEncoder().encodeToString(carrier.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The {@code reasoning_details} that a signature carries; empty if a model made it. */
    public static Optional<JsonArray> of(String signature) {
        if (!signature.startsWith(MARK)) {
            return Optional.empty();
        }
        try {
            var bytes = Base64.getDecoder().decode(signature.replace('-', '+').replace('_', '/'));
            return Optional.of(JsonParser.parseString(new String(bytes, StandardCharsets.UTF_8)).getAsJsonObject())
                .map(carrier -> carrier.get(NAME)).filter(JsonElement::isJsonArray).map(JsonElement::getAsJsonArray);
        } catch (IllegalArgumentException | IllegalStateException | JsonParseException broken) {
            return Optional.empty();
        }
    }
}
