package dev.powerstrip.sdk.testing;

import java.util.Locale;

/** What a provider may be able to do, as the table of all providers tells it. */
public enum Feature {
    CHAT, STREAM, TOOLS, PARALLEL_TOOLS, JSON_SCHEMA, IMAGES, FILES, AUDIO, REASONING, SIGNATURES, CACHE, EMBEDDINGS,
    RERANK, IMAGE_GENERATION, SPEECH, TRANSCRIPTION, MODERATION, ERRORS, USAGE;

    /** As people read it. */
    public String title() {
        return this == JSON_SCHEMA ? "json_schema" : name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
