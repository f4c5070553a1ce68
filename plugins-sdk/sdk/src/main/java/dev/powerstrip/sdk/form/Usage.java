package dev.powerstrip.sdk.form;

/**
 * Tokens of one answer, counted alike for every provider: {@code prompt} is everything read, cached and cache-written
 * tokens included; {@code completion} everything generated, reasoning included.
 */
public final class Usage {

    private static final Usage NONE = new Usage(0, 0, 0, 0, 0, false);

    private final long prompt;
    private final long completion;
    private final long cached;
    private final long cacheWritten;
    private final long reasoning;
    private final boolean estimated;

    private Usage(long prompt, long completion, long cached, long cacheWritten, long reasoning, boolean estimated) {
        this.prompt = prompt;
        this.completion = completion;
        this.cached = cached;
        this.cacheWritten = cacheWritten;
        this.reasoning = reasoning;
        this.estimated = estimated;
    }

    /** No tokens at all. */
    public static Usage none() {
        return NONE;
    }

    /** What the provider reported. */
    public static Usage of(long prompt, long completion) {
        return new Usage(prompt, completion, 0, 0, 0, false);
    }

    /** Of the prompt tokens, those read from the provider's cache and those written to it. */
    public Usage withCache(long read, long written) {
        return new Usage(prompt, completion, read, written, reasoning, estimated);
    }

    /** Of the completion tokens, those spent on reasoning. */
    public Usage withReasoning(long tokens) {
        return new Usage(prompt, completion, cached, cacheWritten, tokens, estimated);
    }

    /** The same figures, marked as ours because the provider reported none. */
    public Usage asEstimate() {
        return new Usage(prompt, completion, cached, cacheWritten, reasoning, true);
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
        return cached;
    }

    public long cacheWritten() {
        return cacheWritten;
    }

    public long reasoning() {
        return reasoning;
    }

    public boolean estimated() {
        return estimated;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Usage u && u.prompt == prompt && u.completion == completion && u.cached == cached
            && u.cacheWritten == cacheWritten && u.reasoning == reasoning && u.estimated == estimated;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(prompt * 31 + completion);
    }

    @Override
    public String toString() {
        return "Usage[prompt=%d, completion=%d, cached=%d, cacheWritten=%d, reasoning=%d%s]".formatted(prompt,
            completion, cached, cacheWritten, reasoning, estimated ? ", estimated" : "");
    }
}
