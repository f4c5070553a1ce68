package dev.powerstrip.sdk.auth;

/**
 * Who calls.
 *
 * @param id stands for the caller in records: the hash of a key, never the key
 * @param label what an operator recognises it by; safe to print
 * @param role what it may do
 */
public record Principal(String id, String label, Role role) {

    /** What a caller may do; the two never mix, so that a client's configuration holds no key that manages. */
    public enum Role {
        INFERENCE, MANAGEMENT
    }
}
