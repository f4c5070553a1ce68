package dev.powerstrip.translation.generate;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/** Makes ids for the calls of one answer where Gemini gives none: the same for the same answer, no two alike. */
final class CallIds {

    private final String answer;
    private int made;

    CallIds(String answerId) {
        this.answer = answerId.isEmpty() ? UUID.randomUUID().toString() : answerId;
    }

    String next() {
        try {
            var hash = MessageDigest.getInstance("SHA-256")
                .digest("%s#%d".formatted(answer, made++).getBytes(StandardCharsets.UTF_8));
            return "call_" + HexFormat.of().formatHex(hash, 0, 12);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
