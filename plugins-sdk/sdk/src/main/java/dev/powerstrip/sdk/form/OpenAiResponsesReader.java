package dev.powerstrip.sdk.form;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.json.MalformedJsonException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Taps OpenAI Responses; a stream's terminal event is {@code response.completed} or {@code response.incomplete}, each with
 * the whole response. A {@code [DONE]} that some copies write after it is dropped.
 */
final class OpenAiResponsesReader implements AnswerReader {

    private static final byte[] DONE = {'[', 'D', 'O', 'N', 'E', ']'};
    private static final Set<String> CALLS = Set.of("function_call", "custom_tool_call");

    private boolean called;

    @Override
    public void read(Frame frame, Consumer<Chunk> chunks) {
        if (!frame.whole() && Arrays.equals(frame.data(), DONE)) {
            return;
        }
        var json = parse(frame);
        if (json.get("error").hasValue()) {
            throw UpstreamErrors.inBody(json.get("error"));
        }
        chunks.accept(frame.whole() ? response(frame, json) : event(frame, json));
    }

    private Chunk response(Frame frame, JsonView response) {
        if (response.get("output").kind() != JsonView.Kind.ARRAY) {
            throw nonsense("it has no \"output\"", null);
        }
        var output = response.get("output").items();
        var chunk = Chunk.whole(Form.OPENAI_RESPONSES, frame.data()).json(response)
            .content(() -> output.stream().flatMap(OpenAiResponsesReader::texts).collect(Collectors.joining()));
        end(response, chunk);
        return chunk.build();
    }

    private Chunk event(Frame frame, JsonView json) {
        var type = json.get("type").string().orElseThrow(() -> nonsense("it has no \"type\"", null));
        var chunk = Chunk.piece(Form.OPENAI_RESPONSES, frame.event().isEmpty() ? type : frame.event(), frame.data())
            .json(json);
        switch (type) {
            case "error" -> throw UpstreamErrors.inBody(json);
            case "response.failed" -> throw failure(json.get("response"));
            case "response.completed", "response.incomplete" -> {
                end(json.get("response"), chunk);
                chunk.terminal();
            }
            case "response.output_item.added" -> beginItem(json.get("item"), chunk);
            case "response.output_item.done" -> endItem(json.get("item"), chunk);
            default -> {
                if (type.endsWith(".delta") && json.get("delta").isText()) {
                    chunk.content(() -> json.get("delta").string().orElse(""));
                }
            }
        }
        return chunk.build();
    }

    /** A message or a thought that has only begun commits to nothing; a call does. */
    private void beginItem(JsonView item, Chunk.Builder chunk) {
        var type = type(item);
        called |= CALLS.contains(type);
        if (!type.equals("message") && !type.equals("reasoning")) {
            chunk.content(() -> texts(item).collect(Collectors.joining()));
        }
    }

    /** Everything has been said in pieces before, but for a thought that nobody but the provider can read. */
    private static void endItem(JsonView item, Chunk.Builder chunk) {
        if (item.get("encrypted_content").isText()) {
            chunk.content(() -> "");
        }
    }

    private void end(JsonView response, Chunk.Builder chunk) {
        var status = response.get("status").string().orElse("completed");
        switch (status) {
            case "completed" -> chunk.finish(new Finish(calls(response) ? "tool_calls" : "stop", status));
            case "incomplete" -> chunk.finish(cutShort(response));
            case "failed", "cancelled" -> throw failure(response);
            default -> throw nonsense("its status is still \"%s\"".formatted(status), null);
        }
        if (response.get("usage").kind() == JsonView.Kind.OBJECT) {
            chunk.usage(usage(response));
        }
    }

    private boolean calls(JsonView response) {
        return called || response.get("output").items().stream().map(OpenAiResponsesReader::type)
            .anyMatch(CALLS::contains);
    }

    private static Finish cutShort(JsonView response) {
        var reason = response.get("incomplete_details").get("reason").string().orElse("incomplete");
        return new Finish(reason.equals("content_filter") ? "content_filter" : "length", reason);
    }

    private static GatewayException failure(JsonView response) {
        var error = response.get("error");
        return error.hasValue() ? UpstreamErrors.inBody(error) : nonsense("it failed without saying why", null);
    }

    private static Stream<String> texts(JsonView item) {
        var parts = Stream.of("summary", "content").map(item::get).map(JsonView::items).flatMap(List::stream)
            .flatMap(part -> Stream.of(part.get("text"), part.get("refusal")));
        return Stream.concat(parts, Stream.of(item.get("arguments"), item.get("input")))
            .flatMap(text -> text.string().stream());
    }

    private static Usage usage(JsonView response) {
        var usage = response.get("usage");
        var input = usage.get("input_tokens_details");
        return Usage.of(count(usage, "input_tokens"), count(usage, "output_tokens"))
            .withCache(count(input, "cached_tokens"), count(input, "cache_write_tokens"))
            .withReasoning(count(usage.get("output_tokens_details"), "reasoning_tokens"))
            .withSearches(response.get("output").items().stream().filter(OpenAiResponsesReader::isSearch).count());
    }

    /** Opening a page that a search found, or looking for words in it, is another action of the same kind of item. */
    private static boolean isSearch(JsonView item) {
        return type(item).equals("web_search_call")
            && item.get("action").get("type").string().orElse("search").equals("search");
    }

    private static String type(JsonView item) {
        return item.get("type").string().orElse("");
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
            "the provider's answer is no OpenAI response: " + problem, cause);
    }
}
