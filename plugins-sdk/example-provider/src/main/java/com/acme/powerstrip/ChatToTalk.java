package com.acme.powerstrip;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.provider.Translation;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says a chat request as Acme's talk. */
final class ChatToTalk implements Translation {

    @Override
    public byte[] request(ChatRequest request, Endpoint endpoint) {
        var chat = request.body();
        var lines = new JsonArray();
        chat.get("messages").items().forEach(message -> lines.add(line(message)));
        var talk = new JsonObject();
        talk.addProperty("engine", endpoint.nativeId());
        talk.addProperty("live", request.streamed());
        talk.add("lines", lines);
        Stream.of("max_completion_tokens", "max_tokens").flatMapToLong(name -> chat.get(name).integer().stream())
            .findFirst().ifPresent(limit -> talk.addProperty("limit", limit));
        return talk.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static JsonObject line(JsonView message) {
        var line = new JsonObject();
        line.addProperty("who", switch (message.get("role").string().orElse("")) {
            case "system", "developer" -> "director";
            case "assistant" -> "acme";
            default -> "user";
        });
        var content = message.get("content");
        line.addProperty("says", content.string()
            .orElseGet(() -> content.items().stream().map(ChatToTalk::text).collect(Collectors.joining("\n"))));
        return line;
    }

    private static String text(JsonView part) {
        return part.get("text").string().orElseThrow(() -> new GatewayException(ErrorType.INVALID_REQUEST,
            "messages[].content: Acme reads text only; leave out parts of other types"));
    }

    @Override
    public AnswerReader reader(ChatRequest request, Endpoint endpoint) {
        return new TalkToChat(request.streamed());
    }
}
