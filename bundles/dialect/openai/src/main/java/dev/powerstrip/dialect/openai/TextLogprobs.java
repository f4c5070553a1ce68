package dev.powerstrip.dialect.openai;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.json.JsonView;

/** Says a chat's log probabilities as text completions do: in columns. */
final class TextLogprobs {

    private TextLogprobs() {}

    /** @param offset how many characters of the text went before these tokens */
    static JsonElement of(JsonView logprobs, int offset) {
        var content = logprobs.get("content").items();
        if (content.isEmpty()) {
            return JsonNull.INSTANCE;
        }
        var tokens = new JsonArray();
        var own = new JsonArray();
        var top = new JsonArray();
        var offsets = new JsonArray();
        int at = offset;
        for (var token : content) {
            var text = token.get("token").string().orElse("");
            tokens.add(text);
            own.add(number(token.get("logprob")));
            top.add(alternatives(token.get("top_logprobs")));
            offsets.add(at);
            at += text.length();
        }
        var columns = new JsonObject();
        columns.add("tokens", tokens);
        columns.add("token_logprobs", own);
        columns.add("top_logprobs", top);
        columns.add("text_offset", offsets);
        return columns;
    }

    private static JsonElement alternatives(JsonView top) {
        var byToken = new JsonObject();
        top.items().forEach(other -> byToken.add(other.get("token").string().orElse(""),
            number(other.get("logprob"))));
        return byToken;
    }

    private static JsonElement number(JsonView value) {
        return value.isPresent() ? value.tree() : JsonNull.INSTANCE;
    }
}
