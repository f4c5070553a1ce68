package dev.powerstrip.sdk.chat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.regex.Pattern;

/**
 * Ids of tool calls for a provider that does not take any: another provider's id becomes one that it takes, the same
 * one every time, so that a call and its result still belong together. Immutable.
 */
public final class CallIds {

    private static final String LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private final Pattern taken;
    private final int length;

    /**
     * Ids for one provider.
     *
     * @param taken what it takes
     * @param length how long ids of letters and digits are that are made for it, at most 40
     */
    public CallIds(String taken, int length) {
        this.taken = Pattern.compile(taken);
        this.length = length;
    }

    /** The id itself if the provider takes it, else one made of it. */
    public String of(String id) {
        return taken.matcher(id).matches() ? id : made(id);
    }

    private String made(String id) {
        var number = new BigInteger(1, digest(id));
        var made = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            var parts = number.divideAndRemainder(BigInteger.valueOf(LETTERS.length()));
            made.append(LETTERS.charAt(parts[1].intValue()));
            number = parts[0];
        }
        return made.toString();
    }

    private static byte[] digest(String id) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
