package dev.powerstrip.gateway;

import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/** Makes generation ids as OpenRouter does: {@code gen-SECONDS-} and 20 characters that nobody guesses by chance. */
final class GenerationIds {

    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int LENGTH = 20;

    String next(Instant now) {
        var random = ThreadLocalRandom.current();
        var id = new StringBuilder(40).append("gen-").append(now.getEpochSecond()).append('-');
        for (int i = 0; i < LENGTH; i++) {
            id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }
}
