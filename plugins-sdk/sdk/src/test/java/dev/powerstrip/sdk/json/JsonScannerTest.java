package dev.powerstrip.sdk.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Compares the scanner with Gson on many documents, whole and damaged; the seed makes each run the same. */
class JsonScannerTest {

    private static final int DOCUMENTS = 3_000;
    private static final String[] TEXTS = {"", "plain", "quote\" back\\slash", "line\nbreak", "é", "世界", "😀", "\u0001",
        "exactly8", "seven77", "x".repeat(300), "\"".repeat(40)};

    private final Random random = new Random(42);

    @Test
    void seesTheSameValuesAsGson() {
        for (int i = 0; i < DOCUMENTS; i++) {
            var document = object(0);

            var view = JsonView.parse(bytes(document.toString()));

            assertThat(rebuilt(view)).isEqualTo(document);
        }
    }

    @Test
    void acceptsAndRefusesTheSameDamagedDocumentsAsStrictGson() {
        for (int i = 0; i < DOCUMENTS; i++) {
            var damaged = damage(object(1).toString());

            assertThat(accepts(damaged)).as(damaged).isEqualTo(gsonAccepts(damaged));
        }
    }

    @Test
    void findsQuotesAndControlCharactersAtEveryOffset() {
        for (int length = 0; length < 40; length++) {
            var text = "é".repeat(length / 2) + "a".repeat(length);

            assertThat(JsonView.parse(bytes('"' + text + '"')).string()).hasValue(text);
            assertThat(accepts('"' + text + '\u001f' + '"')).isFalse();
            assertThat(accepts('"' + text + "\\\"\"")).isTrue();
            assertThat(accepts('"' + text)).isFalse();
        }
    }

    private static JsonElement rebuilt(JsonView view) {
        switch (view.kind()) {
            case OBJECT -> {
                var object = new JsonObject();
                view.fields().forEach((name, value) -> object.add(name, rebuilt(value)));
                return object;
            }
            case ARRAY -> {
                var array = new JsonArray();
                view.items().forEach(item -> array.add(rebuilt(item)));
                return array;
            }
            case STRING -> {
                return new JsonPrimitive(view.string().orElseThrow());
            }
            default -> {
                return view.tree();
            }
        }
    }

    private JsonElement value(int depth) {
        return switch (random.nextInt(depth > 4 ? 4 : 6)) {
            case 0 -> JsonNull.INSTANCE;
            case 1 -> new JsonPrimitive(random.nextBoolean());
            case 2 -> JsonParser
                .parseString(new String[] {"0", "-1", "1.0", "1e2", "123456789", "-0.5E-3"}[random.nextInt(6)]);
            case 3 -> new JsonPrimitive(TEXTS[random.nextInt(TEXTS.length)]);
            case 4 -> object(depth);
            default -> array(depth);
        };
    }

    private JsonObject object(int depth) {
        var object = new JsonObject();
        for (int i = random.nextInt(5); i > 0; i--) {
            object.add(TEXTS[random.nextInt(TEXTS.length)] + i, value(depth + 1));
        }
        return object;
    }

    private JsonArray array(int depth) {
        var array = new JsonArray();
        for (int i = random.nextInt(5); i > 0; i--) {
            array.add(value(depth + 1));
        }
        return array;
    }

    private String damage(String json) {
        int at = random.nextInt(json.length());
        var noise = "{}[],:\"\\0.e-tn ".charAt(random.nextInt(15));
        return switch (random.nextInt(3)) {
            case 0 -> json.substring(0, at) + json.substring(at + 1);
            case 1 -> json.substring(0, at) + noise + json.substring(at);
            default -> json.substring(0, at) + noise + json.substring(at + 1);
        };
    }

    private static boolean accepts(String json) {
        try {
            JsonView.parse(bytes(json));
            return true;
        } catch (MalformedJsonException e) {
            return e.getMessage().contains("stands twice");
        }
    }

    private static boolean gsonAccepts(String json) {
        try (var reader = new JsonReader(new StringReader(json))) {
            reader.setStrictness(Strictness.STRICT);
            reader.skipValue();
            return reader.peek() == com.google.gson.stream.JsonToken.END_DOCUMENT;
        } catch (IOException | IllegalStateException | NumberFormatException malformed) {
            return false;
        }
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
