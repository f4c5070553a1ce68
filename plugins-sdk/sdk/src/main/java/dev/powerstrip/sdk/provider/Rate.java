package dev.powerstrip.sdk.provider;

import java.util.Arrays;
import java.util.Optional;

/** What a price is asked for, by the name that {@code models.json} and OpenRouter give it. */
public enum Rate {
    /** A prompt token. */
    PROMPT("prompt"),
    /** A completion token. */
    COMPLETION("completion"),
    /** Any call; a rerank that counts search units costs it for each of them. */
    REQUEST("request"),
    /** A picture that is shown to the model, besides its tokens. */
    IMAGE("image"),
    /** A completion token that is part of a picture; else it costs what a completion token costs. */
    IMAGE_OUTPUT("image_output"),
    /** A prompt token of sound; else it costs what a prompt token costs. */
    AUDIO("audio"),
    /** A completion token of sound; else it costs what a completion token costs. */
    AUDIO_OUTPUT("audio_output"),
    /** A picture that the model makes, where pictures are no tokens. */
    IMAGE_MADE("image_made"),
    /** A character of text that is spoken. */
    CHARACTER("character"),
    /** A second of sound that is transcribed. */
    SECOND("second"),
    /** A search of the web that the provider made. */
    WEB_SEARCH("web_search"),
    /** A completion token of reasoning; else it costs what a completion token costs. */
    REASONING("internal_reasoning"),
    /** A prompt token read from the provider's cache; else it costs what a prompt token costs. */
    CACHE_READ("input_cache_read"),
    /** A prompt token written to the cache; else it costs what a prompt token costs. */
    CACHE_WRITE("input_cache_write"),
    /** A prompt token written to the cache for an hour; else it costs what a cache-written token costs. */
    CACHE_WRITE_HOUR("input_cache_write_1h"),
    /** No price: the part of the token, request and image prices that is taken off, 0.25 for a quarter. */
    DISCOUNT("discount");

    private final String word;

    Rate(String word) {
        this.word = word;
    }

    /** The name of that member of {@code pricing}. */
    public String word() {
        return word;
    }

    /** The rate of that name; empty if there is none. */
    public static Optional<Rate> of(String word) {
        return Arrays.stream(values()).filter(rate -> rate.word.equals(word)).findFirst();
    }

    /** The rate that holds where this one is not given; empty if nothing is charged then. */
    Optional<Rate> otherwise() {
        return switch (this) {
            case AUDIO, CACHE_READ, CACHE_WRITE -> Optional.of(PROMPT);
            case AUDIO_OUTPUT, IMAGE_OUTPUT, REASONING -> Optional.of(COMPLETION);
            case CACHE_WRITE_HOUR -> Optional.of(CACHE_WRITE);
            default -> Optional.empty();
        };
    }
}
