package dev.powerstrip.dialect.responses;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.chat.DataUrl;
import dev.powerstrip.sdk.dialect.AnswerFacts;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Finish;
import dev.powerstrip.sdk.form.Usage;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.json.JsonView.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads an answer in the canonical form and says it in Responses' terms. The finish reason and the usage are held back until
 * the terminal chunk: chat tells them in two chunks, Responses in one event.
 */
final class ChatToResponses implements Wording {

    private final AnswerFacts facts;
    private final Memory memory;
    private final Events events;
    private final Output output;
    private final ResponseObject response;
    private boolean begun;
    private boolean reasonsInPlain;
    private Optional<JsonView> lastThought = Optional.empty();
    private String lastCall = "";
    private Optional<Finish> finish = Optional.empty();
    private Optional<Usage> usage = Optional.empty();

    ChatToResponses(AnswerFacts facts, Memory memory) {
        this.facts = facts;
        this.memory = memory;
        this.events = new Events(facts.request().streamed(), 0);
        this.output = new Output(events, ResponseObject.idTail(facts), Tools.custom(facts.request().body()));
        this.response = new ResponseObject(facts);
    }

    @Override
    public byte[] say(Chunk chunk) {
        begin();
        if (chunk.whole() || !chunk.terminal()) {
            read(chunk);
        }
        if (!chunk.terminal()) {
            return events.take();
        }
        var last = last();
        return chunk.whole() ? bytes(last) : events.take();
    }

    private void begin() {
        if (!begun) {
            begun = true;
            for (var type : new String[] {"response.created", "response.in_progress"}) {
                say(type, response.json("in_progress", new JsonArray(), memory.wanted()));
            }
        }
    }

    private void say(String type, JsonObject told) {
        var event = events.event(type);
        event.add("response", told);
        events.say(event);
    }

    private void read(Chunk chunk) {
        chunk.json().get("choices").items().stream().filter(ChatToResponses::isFirst).findFirst()
            .ifPresent(choice -> say(choice, choice.get(chunk.whole() ? "message" : "delta"), chunk.whole()));
        finish = chunk.finish().or(() -> finish);
        usage = chunk.usage().or(() -> usage);
        if (chunk.finish().filter(seen -> seen.reason().equals("error")).isPresent()) {
            throw new GatewayException(ErrorType.PROVIDER_UNAVAILABLE, "the provider ended its answer with an error");
        }
    }

    /** A response has one answer. */
    private static boolean isFirst(JsonView choice) {
        return choice.get("index").integer().orElse(0) == 0;
    }

    private void say(JsonView choice, JsonView said, boolean whole) {
        sayReasoning(said, whole);
        sayContent(said.get("content"), choice.get("logprobs"));
        said.get("refusal").string().filter(text -> !text.isEmpty()).ifPresent(output::refusal);
        said.get("annotations").items().forEach(this::sayAnnotation);
        said.get("images").items().forEach(this::sayImage);
        if (said.get("audio").hasValue()) {
            facts.request().drop("audio");
        }
        said.get("tool_calls").items().forEach(this::sayCall);
    }

    /**
     * Plain reasoning and its details tell the same thought. A stream is believed in plain words once it had any, as its
     * details may come late and whole; a whole answer by its details, which tell one thought from the next.
     */
    private void sayReasoning(JsonView said, boolean whole) {
        var plain = said.get("reasoning").string().or(() -> said.get("reasoning_content").string()).orElse("");
        var details = said.get("reasoning_details").items();
        reasonsInPlain |= !plain.isEmpty();
        boolean byDetails = whole ? details.stream().anyMatch(detail -> !thought(detail).isEmpty()) : !reasonsInPlain;
        if (!byDetails && !plain.isEmpty()) {
            output.thought(plain, false);
        }
        for (var detail : details) {
            if (byDetails && !thought(detail).isEmpty()) {
                output.thought(thought(detail), lastThought.filter(last -> isAnother(last, detail)).isPresent());
                lastThought = Optional.of(detail);
            }
            if (detail.kind() == Kind.OBJECT) {
                output.thoughtDetail(detail.tree().getAsJsonObject());
            }
        }
    }

    private static String thought(JsonView detail) {
        return detail.get("text").string().or(() -> detail.get("summary").string()).orElse("");
    }

    private static boolean isAnother(JsonView last, JsonView detail) {
        return !last.get("index").integer().equals(detail.get("index").integer());
    }

    private void sayContent(JsonView content, JsonView logprobs) {
        content.string().filter(text -> !text.isEmpty())
            .ifPresent(text -> output.text(text, logprobs.get("content").kind() == Kind.ARRAY
                ? logprobs.get("content").tree().getAsJsonArray() : new JsonArray()));
        for (var part : content.items()) {
            part.get("text").string().filter(text -> !text.isEmpty())
                .ifPresent(text -> output.text(text, new JsonArray()));
            if (part.get("type").string().filter("native"::equals).isPresent()) {
                facts.request().drop("native:" + part.get("form").string().orElse(""));
            }
        }
    }

    private void sayAnnotation(JsonView annotation) {
        var cited = annotation.get("url_citation");
        if (cited.get("url").isText()) {
            var said = Typed.of("url_citation", "url", cited.get("url").string().orElseThrow());
            said.addProperty("title", cited.get("title").string().orElse(""));
            said.addProperty("start_index", cited.get("start_index").integer().orElse(0));
            said.addProperty("end_index", cited.get("end_index").integer().orElse(0));
            output.annotation(said);
        }
    }

    /** A picture that is somewhere else is told by its address: the item for pictures holds data only. */
    private void sayImage(JsonView image) {
        image.get("image_url").get("url").string().filter(url -> !url.isEmpty())
            .ifPresent(url -> DataUrl.of(url).ifPresentOrElse(output::image, () -> output.text(url, new JsonArray())));
    }

    /** A call is known by its index; some upstreams send none, or repeat id and name in every piece. */
    private void sayCall(JsonView call) {
        var function = call.get("function");
        var id = call.get("id").string().filter(text -> !text.isEmpty());
        var key = call.get("index").isPresent() ? "#" + call.get("index").integer().orElse(0) : id.orElse(lastCall);
        lastCall = key;
        if (!output.calls(key)) {
            output.call(key, id.orElseGet(this::madeUpId), function.get("name").string().orElse(""));
        }
        var arguments = function.get("arguments");
        var input = arguments.kind() == Kind.OBJECT ? new String(arguments.toBytes(), StandardCharsets.UTF_8)
            : arguments.string().orElse("");
        if (!input.isEmpty()) {
            output.arguments(key, input);
        }
    }

    /** OpenAI allows ids of 64 characters. */
    private String madeUpId() {
        return "call_%s_%d".formatted(ResponseObject.idTail(facts), output.callCount());
    }

    /** Ends the answer; it can be asked for before its client is told that it is complete. */
    private JsonObject last() {
        var reason = finish.map(Finish::reason).orElse("stop");
        var incomplete = switch (reason) {
            case "length" -> Optional.of("max_output_tokens");
            case "content_filter" -> Optional.of("content_filter");
            default -> Optional.<String>empty();
        };
        var status = incomplete.isPresent() ? "incomplete" : "completed";
        var told = response.json(status, output.end(status), memory.wanted());
        incomplete.ifPresent(why -> told.add("incomplete_details", reason(why)));
        usage.ifPresent(counted -> told.add("usage", ResponseUsage.json(counted, facts)));
        if (memory.wanted() && !memory.keep(ResponseObject.id(facts), bytes(told))) {
            told.add("store", new JsonPrimitive(false));
        }
        say("response." + status, told);
        return told;
    }

    private static JsonObject reason(String why) {
        var details = new JsonObject();
        details.addProperty("reason", why);
        return details;
    }

    @Override
    public byte[] fail(GatewayException error) {
        if (!begun) {
            return Failures.event(events, error);
        }
        say("response.failed", response.failed(output.items(), error, false));
        return events.take();
    }

    private static byte[] bytes(JsonObject json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
