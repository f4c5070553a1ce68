package dev.powerstrip.sdk.form;

/**
 * Why an answer ended.
 *
 * @param reason the canonical word: {@code stop}, {@code length}, {@code tool_calls}, {@code content_filter} or
 *        {@code error}
 * @param nativeReason the provider's own word
 */
public record Finish(String reason, String nativeReason) {}
