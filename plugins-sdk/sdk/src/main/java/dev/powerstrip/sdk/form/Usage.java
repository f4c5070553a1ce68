package dev.powerstrip.sdk.form;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;

/**
 * Tokens of one answer, counted alike for every provider: {@code prompt} is everything read, cached and cache-written
 * tokens, images and audio included; {@code completion} everything generated, reasoning, images and audio included. Beside
 * the tokens it counts what some providers charge by the piece. Immutable.
 */
public final class Usage {

    private static final Usage NONE = of(0, 0);

    private final long prompt;
    private final long completion;
    private final long[] parts;
    private final boolean estimated;

    private Usage(long prompt, long completion, long[] parts, boolean estimated) {
        this.prompt = prompt;
        this.completion = completion;
        this.parts = parts;
        this.estimated = estimated;
    }

    /** What of the tokens is of which kind, and what is counted besides. */
    private enum Part {
        CACHED, CACHE_WRITTEN, REASONING, CACHE_WRITTEN_FOR_AN_HOUR, AUDIO, AUDIO_COMPLETION, IMAGE_COMPLETION, IMAGES,
        SEARCHES, SEARCH_UNITS, IMAGES_MADE, CHARACTERS, MILLISECONDS_HEARD;

        static final int COUNT = values().length;
        static final Set<Part> RARE = EnumSet.range(CACHE_WRITTEN_FOR_AN_HOUR, MILLISECONDS_HEARD);

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** No tokens at all. */
    public static Usage none() {
        return NONE;
    }

    /** What the provider reported. */
    public static Usage of(long prompt, long completion) {
        return new Usage(prompt, completion, new long[Part.COUNT], false);
    }

    private Usage with(Part part, long count) {
        if (part(part) == count) {
            return this;
        }
        var changed = parts.clone();
        changed[part.ordinal()] = count;
        return new Usage(prompt, completion, changed, estimated);
    }

    private long part(Part part) {
        return parts[part.ordinal()];
    }

    /** Of the prompt tokens, those read from the provider's cache and those written to it. */
    public Usage withCache(long read, long written) {
        return with(Part.CACHED, read).with(Part.CACHE_WRITTEN, written);
    }

    /** Of the tokens written to the cache, those that are to stay there for an hour. */
    public Usage withCacheForAnHour(long written) {
        return with(Part.CACHE_WRITTEN_FOR_AN_HOUR, written);
    }

    /** Of the completion tokens, those spent on reasoning. */
    public Usage withReasoning(long tokens) {
        return with(Part.REASONING, tokens);
    }

    /** Of the prompt and of the completion tokens, those that are sound. */
    public Usage withAudio(long heard, long spoken) {
        return with(Part.AUDIO, heard).with(Part.AUDIO_COMPLETION, spoken);
    }

    /** Of the completion tokens, those that are pictures. */
    public Usage withImageCompletion(long tokens) {
        return with(Part.IMAGE_COMPLETION, tokens);
    }

    /** How many pictures were shown to the model. */
    public Usage withImages(long shown) {
        return with(Part.IMAGES, shown);
    }

    /** How many times the provider searched the web. */
    public Usage withSearches(long made) {
        return with(Part.SEARCHES, made);
    }

    /** How many units a rerank counted, where its provider charges by them; Cohere's is a query of up to 100 documents. */
    public Usage withSearchUnits(long counted) {
        return with(Part.SEARCH_UNITS, counted);
    }

    /** How many pictures were made, beside those that are tokens of a conversation. */
    public Usage withImagesMade(long made) {
        return with(Part.IMAGES_MADE, made);
    }

    /** How many characters of text were to be spoken. */
    public Usage withCharacters(long spoken) {
        return with(Part.CHARACTERS, spoken);
    }

    /** How long the sound was that was transcribed, in milliseconds. */
    public Usage withMillisecondsHeard(long heard) {
        return with(Part.MILLISECONDS_HEARD, heard);
    }

    /** The same figures, marked as ours because the provider reported none. */
    public Usage asEstimate() {
        return new Usage(prompt, completion, parts, true);
    }

    public long prompt() {
        return prompt;
    }

    public long completion() {
        return completion;
    }

    public long total() {
        return prompt + completion;
    }

    public long cached() {
        return part(Part.CACHED);
    }

    /** All that was written to the cache, for however long. */
    public long cacheWritten() {
        return part(Part.CACHE_WRITTEN);
    }

    public long cacheWrittenForAnHour() {
        return part(Part.CACHE_WRITTEN_FOR_AN_HOUR);
    }

    public long reasoning() {
        return part(Part.REASONING);
    }

    /** Of the prompt tokens, those that are sound. */
    public long audio() {
        return part(Part.AUDIO);
    }

    public long audioCompletion() {
        return part(Part.AUDIO_COMPLETION);
    }

    public long imageCompletion() {
        return part(Part.IMAGE_COMPLETION);
    }

    public long images() {
        return part(Part.IMAGES);
    }

    public long searches() {
        return part(Part.SEARCHES);
    }

    public long searchUnits() {
        return part(Part.SEARCH_UNITS);
    }

    public long imagesMade() {
        return part(Part.IMAGES_MADE);
    }

    public long characters() {
        return part(Part.CHARACTERS);
    }

    public long millisecondsHeard() {
        return part(Part.MILLISECONDS_HEARD);
    }

    public boolean estimated() {
        return estimated;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Usage u && u.prompt == prompt && u.completion == completion
            && Arrays.equals(u.parts, parts) && u.estimated == estimated;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(parts) + Long.hashCode(prompt * 31 + completion);
    }

    @Override
    public String toString() {
        var text = new StringJoiner(", ", "Usage[", "]").add("prompt=" + prompt).add("completion=" + completion)
            .add("cached=" + cached()).add("cacheWritten=" + cacheWritten()).add("reasoning=" + reasoning());
        for (var part : Part.RARE) {
            if (part(part) != 0) {
                text.add(part + "=" + part(part));
            }
        }
        return (estimated ? text.add("estimated") : text).toString();
    }
}
