package dev.powerstrip.sdk.provider;

/**
 * A plugin that serves models. What it can be asked for is told by which of these contracts its component has; a
 * component may have several.
 */
public sealed interface Provider permits ChatProvider, EmbeddingProvider, RerankProvider, TokenCounter,
    ImageProvider, SpeechProvider, TranscriptionProvider, ModerationProvider {}
