package dev.powerstrip.sdk.form;

import dev.powerstrip.sdk.json.JsonView;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the usage of what is no chat, under the names that are used for it. */
final class Counts {

    private Counts() {}

    /**
     * What an answer tells of its usage; empty if it tells none.
     *
     * @param usage the value of its {@code usage}
     */
    static Optional<Usage> of(JsonView usage) {
        if (usage.kind() != JsonView.Kind.OBJECT) {
            return Optional.empty();
        }
        var input = first(usage, "input_tokens_details", "input_token_details", "prompt_tokens_details");
        var output = first(usage, "output_tokens_details", "output_token_details", "completion_tokens_details");
        var completion = first(usage, "output_tokens", "completion_tokens").integer().orElse(0);
        var prompt = first(usage, "input_tokens", "prompt_tokens").integer()
            .orElse(usage.get("total_tokens").integer().orElse(completion) - completion);
        var counted = Usage.of(prompt, completion).withSearchUnits(count(usage, "search_units"))
            .withCache(count(input, "cached_tokens"), 0)
            .withAudio(count(input, "audio_tokens"), count(output, "audio_tokens"))
            .withImageCompletion(count(output, "image_tokens"))
            .withMillisecondsHeard(milliseconds(first(usage, "seconds", "prompt_audio_seconds")));
        return Optional.of(counted);
    }

    /** A number of seconds as milliseconds; zero if it is none, or more than a number can hold. */
    static long milliseconds(JsonView seconds) {
        double milliseconds = seconds.number().orElse(0) * 1000;
        return milliseconds > 0 && milliseconds < Long.MAX_VALUE ? Math.round(milliseconds) : 0;
    }

    private static JsonView first(JsonView object, String... names) {
        return Stream.of(names).map(object::get).filter(JsonView::hasValue).findFirst()
            .orElseGet(() -> object.get(names[0]));
    }

    private static long count(JsonView object, String name) {
        return object.get(name).integer().orElse(0);
    }
}
