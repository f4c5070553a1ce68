package dev.powerstrip.provider.echo;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.json.JsonView;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What echo looks at in a request. */
record Prompt(JsonView body) {

    /** What OpenAI's models are told around each message, and before the answer. */
    private static final int TOKENS_AROUND_MESSAGE = 4;
    private static final int TOKENS_BEFORE_ANSWER = 3;

    /** The text of the user's last message, or else of the last one. */
    String lastText() {
        var messages = body.get("messages").items();
        var last = messages.stream().filter(message -> message.get("role").string().filter("user"::equals).isPresent())
            .reduce((first, later) -> later).or(() -> messages.stream().reduce((first, later) -> later));
        return last.map(Prompt::text).orElse("");
    }

    private static String text(JsonView message) {
        var content = message.get("content");
        return content.string().orElseGet(() -> content.items().stream()
            .flatMap(part -> part.get("text").string().stream()).collect(Collectors.joining("\n")));
    }

    int tokens() {
        int tokens = TOKENS_BEFORE_ANSWER;
        for (var message : body.get("messages").items()) {
            tokens += TOKENS_AROUND_MESSAGE + Tokens.count(text(message)) + message.get("tool_calls").items().stream()
                .map(call -> call.get("function").get("arguments").string().orElse("")).mapToInt(Tokens::count).sum();
        }
        return tokens + (body.get("tools").hasValue() ? Tokens.count(body.get("tools").tree().toString()) : 0);
    }

    /** The most tokens that the answer may have. */
    OptionalLong limit() {
        var limit = body.get("max_completion_tokens").integer();
        return limit.isPresent() ? limit : body.get("max_tokens").integer();
    }

    /** The function that has to be called; empty where none has to be. */
    Optional<JsonView> forcedTool() {
        var choice = body.get("tool_choice");
        var name = choice.get("function").get("name").string();
        if (name.isEmpty() && choice.string().filter("required"::equals).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(functions().filter(function -> name.isEmpty() || function.get("name").string().equals(name))
            .findFirst().orElseThrow(() -> new GatewayException(ErrorType.INVALID_REQUEST,
                "tool_choice: there is no such function among \"tools\"")));
    }

    private Stream<JsonView> functions() {
        return body.get("tools").items().stream().map(tool -> tool.get("function")).filter(JsonView::hasValue);
    }

    /** Its size: what it says stays out of logs. */
    @Override
    public String toString() {
        return "Prompt[" + body.length() + " bytes]";
    }
}
