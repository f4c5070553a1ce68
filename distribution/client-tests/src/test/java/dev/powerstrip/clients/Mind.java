package dev.powerstrip.clients;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.testing.Reply;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A model that thinks and calls tools, as its provider's wire shows it: thinks, speaks and calls a tool; thinks and calls two
 * at once; thinks and speaks; thinks and calls once more; speaks.
 */
interface Mind {

    int TURNS = 5;
    /** Where the forms put what proves a thought, and words that it proves. */
    Pattern SEALS = Pattern.compile(
        "\"(?:thinking|signature|data|thoughtSignature|encrypted_content)\" *: *\"((?:[^\"\\\\]|\\\\.)*)\"");

    /** What it answers in that turn. */
    Reply answer(int turn, boolean streamed);

    /** What a request brings back to it of its thoughts and calls, in their order. */
    List<JsonElement> broughtBack(JsonObject request);

    /** The same of what it said in that turn. */
    List<JsonElement> said(int turn);

    /** What proves thoughts in a text of JSON, byte for byte. */
    static List<String> seals(String json) {
        return SEALS.matcher(json).results().map(seal -> seal.group(1)).toList();
    }

    /** A seal as providers make them; some libraries of JSON write its signs otherwise. */
    static String seal(int turn, int number) {
        return "EqQB%d+/<&'>%d/é==".formatted(turn, number);
    }

    static String call(String city) {
        return "{\"city\":\"%s\"}".formatted(city);
    }

    /** Everything that the turns before that one said. */
    default List<JsonElement> saidBefore(int turn) {
        return Stream.iterate(0, before -> before < turn, before -> before + 1).map(this::said).flatMap(List::stream)
            .toList();
    }
}
