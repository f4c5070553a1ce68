package dev.powerstrip.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.powerstrip.launcher.RefusedException;
import java.util.ArrayList;
import java.util.List;

/** What came of one question, gathered from its chunks. */
final class LiveAnswer {

    private static final int SHOWN = 60;

    private final StringBuilder text = new StringBuilder();
    private final StringBuilder call = new StringBuilder();
    private final List<String> facts = new ArrayList<>();
    private String finish = "no reason told";
    private int pieces;

    /** @param part where a choice says something: {@code message} or {@code delta} */
    void add(JsonObject chunk, String part) {
        pieces++;
        for (JsonElement element : chunk.getAsJsonArray("choices")) {
            var choice = element.getAsJsonObject();
            hear(choice.getAsJsonObject(part));
            if (has(choice, "finish_reason")) {
                finish = choice.get("finish_reason").getAsString();
            }
        }
        if (has(chunk, "usage")) {
            count(chunk.getAsJsonObject("usage"));
        }
    }

    private void hear(JsonObject said) {
        if (has(said, "content") && said.get("content").isJsonPrimitive()) {
            text.append(said.get("content").getAsString());
        }
        if (has(said, "tool_calls")) {
            for (JsonElement element : said.getAsJsonArray("tool_calls")) {
                var function = element.getAsJsonObject().getAsJsonObject("function");
                call.append("%s(%s)".formatted(function.get("name").getAsString(),
                    function.get("arguments").getAsString()));
            }
        }
    }

    private void count(JsonObject usage) {
        facts.add("%d + %d tokens".formatted(usage.get("prompt_tokens").getAsLong(),
            usage.get("completion_tokens").getAsLong()));
        facts.add(has(usage, "cost") ? "$" + usage.get("cost").getAsBigDecimal().toPlainString() : "no price known");
    }

    private static boolean has(JsonObject object, String name) {
        return object.has(name) && !object.get(name).isJsonNull();
    }

    LiveAnswer withText() throws RefusedException {
        if (text.toString().isBlank()) {
            throw new RefusedException("the answer has no text; it ended with " + finish);
        }
        return this;
    }

    LiveAnswer withCall() throws RefusedException {
        if (call.isEmpty()) {
            throw new RefusedException("no tool was called; %s".formatted(this));
        }
        return this;
    }

    @Override
    public String toString() {
        var what = call.isEmpty() ? "\"" + shortened() + "\"" : "calls " + call;
        return "%s (%s)%s%s".formatted(what, finish, pieces > 1 ? " in %d pieces".formatted(pieces) : "",
            facts.isEmpty() ? ", no usage told" : ", " + String.join(", ", facts));
    }

    private String shortened() {
        var line = text.toString().strip().replaceAll("\\s+", " ");
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "..";
    }
}
