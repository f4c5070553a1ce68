package dev.powerstrip.dialect.anthropic;

import com.google.gson.JsonObject;
import dev.powerstrip.sdk.dialect.AnswerFacts;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Finish;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.form.Usage;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.json.JsonView.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads an answer in the canonical form and says it in Messages' terms. The finish reason and the usage are held back until
 * the terminal chunk: chat tells them in two chunks, Messages in one event.
 */
final class ChatToMessages implements Function<Chunk, byte[]> {

    private static final String REASONING_FORMAT = "anthropic-claude-v1";
    private static final Set<String> STOP_REASONS = Set.of("end_turn", "max_tokens", "stop_sequence", "tool_use",
        "pause_turn", "refusal", "model_context_window_exceeded", "compaction");

    /** What the canonical form says and Messages have no blocks for. */
    private static final List<String> UNSAID = List.of("images", "audio");

    private final AnswerFacts facts;
    private final CarryingParts parts;
    private final List<String> calls = new ArrayList<>();
    private boolean reasonsInPlain;
    private Optional<Finish> finish = Optional.empty();
    private Optional<String> stopSequence = Optional.empty();
    private Optional<Usage> usage = Optional.empty();

    ChatToMessages(AnswerFacts facts, MessageParts parts) {
        this.facts = facts;
        this.parts = new CarryingParts(parts, facts.request().streamed());
    }

    @Override
    public byte[] apply(Chunk chunk) {
        parts.begin();
        if (chunk.whole() || !chunk.terminal()) {
            read(chunk);
        }
        if (chunk.terminal()) {
            parts.end(stopReason(), stopSequence, usage());
        }
        return parts.take();
    }

    private void read(Chunk chunk) {
        chunk.json().get("choices").items().stream().filter(ChatToMessages::isFirst).findFirst()
            .ifPresent(choice -> say(choice, chunk.whole()));
        finish = chunk.finish().or(() -> finish);
        usage = chunk.usage().or(() -> usage);
        if (chunk.finish().filter(seen -> seen.reason().equals("error")).isPresent()) {
            throw new GatewayException(ErrorType.PROVIDER_UNAVAILABLE, "the provider ended its answer with an error");
        }
    }

    /** Messages have one answer. */
    private static boolean isFirst(JsonView choice) {
        return choice.get("index").integer().orElse(0) == 0;
    }

    private void say(JsonView choice, boolean whole) {
        var said = choice.get(whole ? "message" : "delta");
        sayReasoning(said, whole);
        sayContent(said.get("content"));
        said.get("refusal").string().filter(text -> !text.isEmpty()).ifPresent(parts::text);
        said.get("annotations").items().forEach(this::sayCitation);
        UNSAID.stream().filter(name -> said.get(name).hasValue()).forEach(facts.request()::drop);
        if (choice.get("logprobs").hasValue()) {
            facts.request().drop("logprobs");
        }
        stopSequence = choice.get("stop_reason").string().filter(this::isStopSequence).or(() -> stopSequence);
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
            parts.thinking(plain);
        }
        details.forEach(detail -> sayDetail(detail, byDetails));
    }

    private void sayDetail(JsonView detail, boolean withText) {
        if (withText && !thought(detail).isEmpty()) {
            parts.thinking(thought(detail));
        }
        if (isForeign(detail)) {
            parts.carry(detail.tree().getAsJsonObject());
            return;
        }
        detail.get("signature").string().filter(text -> !text.isEmpty()).ifPresent(parts::signature);
        switch (detail.get("type").string().orElse("")) {
            case "reasoning.encrypted" -> detail.get("data").string()
                .ifPresent(data -> parts.block(Blocks.redactedThinking(data)));
            case "native" -> putBack(detail);
            default -> {}
        }
    }

    /** Of what has no format only a labelled part says whose it is. */
    private static boolean isForeign(JsonView detail) {
        return detail.get("type").string().filter("native"::equals).isPresent() ? !isOwn(detail)
            : !detail.get("format").string().orElse(REASONING_FORMAT).equals(REASONING_FORMAT);
    }

    private static boolean isOwn(JsonView part) {
        return part.get("form").string().filter(Form.ANTHROPIC_MESSAGES.name()::equals).isPresent();
    }

    private void sayCitation(JsonView annotation) {
        if (annotation.get("url_citation").kind() == Kind.OBJECT) {
            parts.citation(Blocks.webCitation(annotation.get("url_citation").tree().getAsJsonObject()));
        }
    }

    /** Some servers tell which text stopped them, in a field of their own. */
    private boolean isStopSequence(String text) {
        return facts.request().body().get("stop_sequences").items().stream()
            .anyMatch(sequence -> sequence.string().filter(text::equals).isPresent());
    }

    private static String thought(JsonView detail) {
        return detail.get("text").string().or(() -> detail.get("summary").string()).orElse("");
    }

    private void sayContent(JsonView content) {
        content.string().filter(text -> !text.isEmpty()).ifPresent(parts::text);
        for (var part : content.items()) {
            part.get("text").string().filter(text -> !text.isEmpty()).ifPresent(parts::text);
            if (part.get("type").string().filter("native"::equals).isPresent()) {
                putBack(part);
            }
        }
    }

    /** A labelled part of this form is put back as it was; a foreign one is dropped. */
    private void putBack(JsonView part) {
        if (isOwn(part) && part.get("value").kind() == Kind.OBJECT) {
            parts.block(part.get("value").tree().getAsJsonObject());
        } else {
            facts.request().drop("native:" + part.get("form").string().orElse(""));
        }
    }

    /** A call is known by its index; some upstreams send none, or repeat id and name in every piece. */
    private void sayCall(JsonView call) {
        var function = call.get("function");
        var id = call.get("id").string().filter(text -> !text.isEmpty());
        var key = call.get("index").isPresent() ? "#" + call.get("index").integer().orElse(0)
            : id.orElseGet(() -> calls.isEmpty() ? "" : calls.get(calls.size() - 1));
        if (!calls.contains(key)) {
            calls.add(key);
            parts.toolUse(id.orElseGet(this::madeUpId), function.get("name").string().orElse(""));
        }
        var arguments = function.get("arguments");
        var input = arguments.kind() == Kind.OBJECT ? new String(arguments.toBytes(), StandardCharsets.UTF_8)
            : arguments.string().orElse("");
        if (!input.isEmpty()) {
            parts.toolInput(calls.indexOf(key), input);
        }
    }

    /** OpenAI allows ids of 40 characters. */
    private String madeUpId() {
        var id = facts.generationId();
        return "call_%s_%d".formatted(id.substring(id.lastIndexOf('-') + 1), calls.size());
    }

    /** Messages always tell usage; where the provider told none it costs nothing that we could name. */
    private JsonObject usage() {
        return usage.map(counted -> MessageUsage.withCost(counted, facts))
            .orElseGet(() -> MessageUsage.json(Usage.none()));
    }

    /** The provider's own word where it is one of Anthropic's. Who called a tool waits for its result, whatever it says. */
    private String stopReason() {
        var reason = finish.map(Finish::reason).orElse("stop");
        if (stopSequence.isPresent()) {
            return "stop_sequence";
        }
        var own = finish.map(Finish::nativeReason).filter(STOP_REASONS::contains);
        return own.orElseGet(() -> switch (reason) {
            case "length" -> "max_tokens";
            case "content_filter" -> "refusal";
            case "tool_calls" -> "tool_use";
            default -> calls.isEmpty() ? "end_turn" : "tool_use";
        });
    }
}
