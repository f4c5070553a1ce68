package dev.powerstrip.provider.echo;

import dev.powerstrip.sdk.form.Finish;
import dev.powerstrip.sdk.form.Usage;
import dev.powerstrip.sdk.json.JsonView;
import java.util.List;

/**
 * What echo answers, before a word of it is said.
 *
 * @param tool the name of the function that is called; empty where text is said
 * @param pieces the text, or the function's arguments, token by token
 */
record Echo(String tool, List<String> pieces, Finish finish, Usage usage) {

    private static final String NOTHING_TO_ECHO = "You sent no text.";

    /** The user's last text, repeated or cut to the length; 0 leaves it as long as it is. */
    static Echo text(Prompt prompt, int length) {
        var last = prompt.lastText();
        var text = last.isBlank() ? NOTHING_TO_ECHO : last;
        var pieces = Tokens.of(text);
        return of("", length == 0 ? pieces : repeated(text, length, pieces.size()), "stop", prompt);
    }

    private static List<String> repeated(String text, int length, int once) {
        return Tokens.of((text + " ").repeat(length / once + 1)).stream().limit(length).toList();
    }

    /** A call of the function with the least that its schema takes. */
    static Echo call(JsonView function, Prompt prompt) {
        var arguments = Arguments.of(function.get("parameters"));
        return of(function.get("name").string().orElse(""), Tokens.of(arguments.toString()), "tool_calls", prompt);
    }

    private static Echo of(String tool, List<String> pieces, String reason, Prompt prompt) {
        long limit = prompt.limit().orElse(Long.MAX_VALUE);
        boolean cut = pieces.size() > limit;
        var said = cut ? pieces.subList(0, (int) Math.max(0, limit)) : pieces;
        return new Echo(tool, said, cut ? new Finish("length", "length") : new Finish(reason, reason),
            Usage.of(prompt.tokens(), said.size()));
    }

    /** Its size: what it says stays out of logs. */
    @Override
    public String toString() {
        return "Echo[" + pieces.size() + " tokens]";
    }
}
