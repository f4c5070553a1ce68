package dev.powerstrip.sdk.sink;

import com.google.gson.JsonObject;
import dev.powerstrip.sdk.form.Usage;
import dev.powerstrip.sdk.json.JsonView;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What is remembered of one exchange: who asked what of whom, when, how it ended and what it cost; no word of what was
 * said. Immutable.
 *
 * <p>Its members are those of the JSON object that the journal and the sinks write, under the names below; a member that
 * is not known is missing. Times are RFC 3339 in UTC with milliseconds, durations milliseconds, money US dollars as
 * decimal strings.
 *
 * <table>
 * <caption>Members</caption>
 * <tr><td>{@code id}</td><td>the generation id, unique</td></tr>
 * <tr><td>{@code request_id}</td><td>the client's own id of its request; missing if it sent none</td></tr>
 * <tr><td>{@code started}, {@code duration}, {@code first_token}</td><td>when, how long, and how long to the first
 * content</td></tr>
 * <tr><td>{@code end}, {@code error_type}, {@code error}</td><td>the {@link EndState}, and what was told</td></tr>
 * <tr><td>{@code key}, {@code key_label}</td><td>the principal's id and label</td></tr>
 * <tr><td>{@code dialect}, {@code form}, {@code streamed}</td><td>how the client spoke</td></tr>
 * <tr><td>{@code requested}</td><td>the model the client named first</td></tr>
 * <tr><td>{@code model}, {@code provider}, {@code provider_name}, {@code native_model}</td><td>the endpoint that
 * answered</td></tr>
 * <tr><td>{@code plugin}, {@code revision}</td><td>the adapter, and which revision of it</td></tr>
 * <tr><td>{@code attempts}</td><td>each try: {@code provider}, {@code model}, {@code revision}, {@code status},
 * {@code duration}, {@code error}</td></tr>
 * <tr><td>{@code dropped}</td><td>names of what the endpoint that answered was not told, or the client of its answer, because
 * there were no words for it: fields by their paths, kinds of parts; missing if all was said</td></tr>
 * <tr><td>{@code finish}, {@code native_finish}</td><td>why the answer ended</td></tr>
 * <tr><td>{@code prompt_tokens}, {@code completion_tokens}, {@code cached_tokens}, {@code cache_write_tokens},
 * {@code reasoning_tokens}, {@code estimated}</td><td>usage</td></tr>
 * <tr><td>{@code cache_write_1h_tokens}, {@code audio_tokens}, {@code completion_audio_tokens},
 * {@code completion_image_tokens}, {@code images}, {@code searches}, {@code search_units},
 * {@code images_made}, {@code characters}, {@code heard_ms}</td><td>usage that few answers
 * have; missing where it is none</td></tr>
 * <tr><td>{@code cost}, {@code price}</td><td>the cost and the prices it was reckoned by; missing if unpriced, or
 * if the price is for what nobody counted</td></tr>
 * </table>
 */
public final class CallRecord {

    private static final List<String> REQUIRED = List.of("id", "started", "end");
    /** How the gateway begins each record. */
    private static final byte[] BEGINNING = "{\"id\":\"".getBytes(StandardCharsets.US_ASCII);

    private final byte[] line;
    private volatile JsonView json;

    private CallRecord(byte[] line) {
        this.line = line;
    }

    /**
     * A record of these members.
     *
     * @throws IllegalArgumentException if {@code id}, {@code started} or {@code end} is missing
     */
    public static CallRecord of(JsonObject json) {
        var record = of(json.toString().getBytes(StandardCharsets.UTF_8));
        for (var name : REQUIRED) {
            if (!record.view().get(name).isText()) {
                throw new IllegalArgumentException("a call record without \"%s\"".formatted(name));
            }
        }
        return record;
    }

    /** A record as {@link #line()} wrote it. The array is kept, not copied, and read when a member is asked for. */
    public static CallRecord of(byte[] line) {
        return new CallRecord(line);
    }

    private JsonView view() {
        var known = json;
        if (known == null) {
            known = JsonView.composed(line);
            json = known;
        }
        return known;
    }

    /** Looks at the beginning only, where it stands as a rule. */
    public String id() {
        int end = Arrays.mismatch(line, BEGINNING) == BEGINNING.length ? endOfPlainText(BEGINNING.length) : -1;
        return end < 0 ? text("id").orElseThrow()
            : new String(line, BEGINNING.length, end - BEGINNING.length, StandardCharsets.US_ASCII);
    }

    /** Where the next quote stands; negative if anything but ASCII without escapes stands before it. */
    private int endOfPlainText(int from) {
        for (int i = from; i < line.length && line[i] > 0 && line[i] != '\\'; i++) {
            if (line[i] == '"') {
                return i;
            }
        }
        return -1;
    }

    public Instant started() {
        return Instant.parse(text("started").orElseThrow());
    }

    public EndState end() {
        return EndState.valueOf(text("end").orElseThrow());
    }

    public boolean has(String name) {
        return view().get(name).isPresent();
    }

    /** A member that is a string. */
    public Optional<String> text(String name) {
        return view().get(name).string();
    }

    /** A member that is a whole number; zero if it is missing. */
    public long number(String name) {
        return view().get(name).integer().orElse(0);
    }

    public boolean flag(String name) {
        return view().get(name).isTrue();
    }

    public Usage usage() {
        var usage = Usage.of(number("prompt_tokens"), number("completion_tokens"))
            .withCache(number("cached_tokens"), number("cache_write_tokens"))
            .withCacheForAnHour(number("cache_write_1h_tokens")).withReasoning(number("reasoning_tokens"))
            .withAudio(number("audio_tokens"), number("completion_audio_tokens"))
            .withImageCompletion(number("completion_image_tokens")).withImages(number("images"))
            .withSearches(number("searches")).withSearchUnits(number("search_units"))
            .withImagesMade(number("images_made")).withCharacters(number("characters"))
            .withMillisecondsHeard(number("heard_ms"));
        return flag("estimated") ? usage.asEstimate() : usage;
    }

    /** In US dollars; empty if the endpoint has no known price. */
    public Optional<BigDecimal> cost() {
        return text("cost").map(BigDecimal::new);
    }

    /** All members, as a tree of the caller's own. */
    public JsonObject json() {
        return view().tree().getAsJsonObject();
    }

    /** One line of JSON without its end, in UTF-8. Not to be changed. */
    public byte[] line() {
        return line;
    }

    @Override
    public String toString() {
        return "CallRecord[" + id() + "]";
    }
}
