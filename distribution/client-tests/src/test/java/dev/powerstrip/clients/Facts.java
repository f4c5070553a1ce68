package dev.powerstrip.clients;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;

/** What one turn of a model consists of, however a form says it. The provider's seal on its thoughts is {@link #SEAL}. */
record Facts(String thought, String text, List<Call> calls, long promptTokens, long completionTokens) {

    static final String SEAL = "EqQBCgIYAhIMxw==";
    /** Two calls at once. */
    static final Facts CALLS = new Facts("They ask twice.", "",
        List.of(new Call("a1b2c3d4e", "weather", city("Köln")), new Call("f5g6h7i8j", "weather", city("Bonn"))), 31,
        17);
    /** The answer. */
    static final Facts ANSWER = new Facts("Both are wet.", "Rain in both.", List.of(), 52, 9);

    private static JsonObject city(String name) {
        return JsonParser.parseString(Mind.call(name)).getAsJsonObject();
    }

    /** The turn of a provider that does not tell what it thinks. */
    Facts unthought() {
        return new Facts("", text, calls, promptTokens, completionTokens);
    }

    /** One call of a tool. */
    record Call(String id, String name, JsonObject arguments) {}
}
