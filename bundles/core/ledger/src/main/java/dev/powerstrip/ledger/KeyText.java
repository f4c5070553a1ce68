package dev.powerstrip.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The text of a key: what its holder sends, and what never stays here. */
record KeyText(String text) {

    private static final String PREFIX = "sk-ps-";
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    static KeyText random() {
        var bits = new byte[BYTES];
        RANDOM.nextBytes(bits);
        return new KeyText(PREFIX + HexFormat.of().formatHex(bits));
    }

    String hash() {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** Enough to recognise it by, and too little to guess it: a short text that somebody chose shows nothing. */
    String label() {
        return text.length() < 32 ? "..." : text.substring(0, 9) + "..." + text.substring(text.length() - 4);
    }

    @Override
    public String toString() {
        return "KeyText[hidden]";
    }
}
