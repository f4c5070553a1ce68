package dev.powerstrip.sdk.form;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.json.MalformedJsonException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Taps OpenAI chat completions; a stream's terminal event is {@code [DONE]}. */
final class OpenAiChatReader implements AnswerReader {

    private static final byte[] DONE = {'[', 'D', 'O', 'N', 'E', ']'};
    private static final List<String> TEXTS = List.of("content", "reasoning", "reasoning_content", "refusal");

    @Override
    public void read(Frame frame, Consumer<Chunk> chunks) {
        if (Arrays.equals(frame.data(), DONE)) {
            chunks.accept(Chunk.piece(Form.OPENAI_CHAT, "", frame.data()).terminal().build());
            return;
        }
        var json = parse(frame);
        if (json.get("error").hasValue()) {
            throw UpstreamErrors.inBody(json.get("error"));
        }
        var choices = json.get("choices");
        if (choices.kind() != JsonView.Kind.ARRAY && (frame.whole() || choices.hasValue() || !isObject(json))) {
            throw nonsense("it has no \"choices\"", null);
        }
        chunks.accept(tapped(frame, json, choices.items()));
    }

    /** A piece of a stream may do without choices: some upstreams send usage or nothing in particular that way. */
    private static boolean isObject(JsonView json) {
        return json.kind() == JsonView.Kind.OBJECT;
    }

    private static Chunk tapped(Frame frame, JsonView json, List<JsonView> choices) {
        var chunk = frame.whole() ? Chunk.whole(Form.OPENAI_CHAT, frame.data())
            : Chunk.piece(Form.OPENAI_CHAT, frame.event(), frame.data());
        chunk.json(json);
        for (var choice : choices) {
            var message = choice.get(frame.whole() ? "message" : "delta");
            if (holdsContent(message)) {
                chunk.content(() -> text(choices, frame.whole()));
            }
            choice.get("finish_reason").string()
                .ifPresent(reason -> chunk.finish(new Finish(canonical(reason),
                    choice.get("native_finish_reason").string().orElse(reason))));
        }
        usage(json.get("usage")).ifPresent(chunk::usage);
        return chunk.build();
    }

    private static boolean holdsContent(JsonView message) {
        return TEXTS.stream().anyMatch(name -> message.get(name).isText())
            || message.get("content").kind() == JsonView.Kind.ARRAY
            || Stream.of("tool_calls", "reasoning_details", "images").anyMatch(name -> holdsItems(message.get(name)))
            || message.get("audio").hasValue() || message.get("function_call").hasValue();
    }

    private static boolean holdsItems(JsonView array) {
        return array.kind() == JsonView.Kind.ARRAY && array.length() > 2;
    }

    private static String text(List<JsonView> choices, boolean whole) {
        return choices.stream().map(choice -> choice.get(whole ? "message" : "delta"))
            .flatMap(message -> Stream.concat(TEXTS.stream().map(message::get),
                message.get("tool_calls").items().stream().map(call -> call.get("function").get("arguments"))))
            .flatMap(value -> value.string().stream()).collect(Collectors.joining());
    }

    private static String canonical(String reason) {
        return switch (reason) {
            case "stop", "length", "tool_calls", "content_filter", "error" -> reason;
            case "function_call" -> "tool_calls";
            default -> "stop";
        };
    }

    private static Optional<Usage> usage(JsonView usage) {
        if (usage.kind() != JsonView.Kind.OBJECT) {
            return Optional.empty();
        }
        var prompt = usage.get("prompt_tokens_details");
        var completion = usage.get("completion_tokens_details");
        return Optional.of(Usage.of(count(usage, "prompt_tokens"), count(usage, "completion_tokens"))
            .withCache(count(prompt, "cached_tokens"), count(prompt, "cache_write_tokens"))
            .withReasoning(count(completion, "reasoning_tokens"))
            .withAudio(count(prompt, "audio_tokens"), count(completion, "audio_tokens"))
            .withImageCompletion(count(completion, "image_tokens")).withSearches(searches(usage)));
    }

    /** As OpenRouter and as Perplexity report it. */
    private static long searches(JsonView usage) {
        return usage.get("server_tool_use").get("web_search_requests").integer()
            .orElse(count(usage, "num_search_queries"));
    }

    private static long count(JsonView object, String name) {
        return object.get(name).integer().orElse(0);
    }

    private static JsonView parse(Frame frame) {
        try {
            return JsonView.parse(frame.data());
        } catch (MalformedJsonException e) {
            throw nonsense(e.getMessage(), e);
        }
    }

    private static GatewayException nonsense(String problem, Throwable cause) {
        return new GatewayException(ErrorType.PROVIDER_UNAVAILABLE,
            "the provider's answer is no chat completion: " + problem, cause);
    }
}
