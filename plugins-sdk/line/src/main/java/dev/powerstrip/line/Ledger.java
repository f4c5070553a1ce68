package dev.powerstrip.line;

import dev.powerstrip.sdk.dialect.AnswerStore;
import dev.powerstrip.sdk.dialect.KeyUsage;
import dev.powerstrip.sdk.sink.CallRecord;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keys, usage and cost. Does its SQL on a thread of its own; callers wait no longer than a few seconds for it. */
public interface Ledger {

    /**
     * The record of an exchange.
     *
     * @throws dev.powerstrip.sdk.error.GatewayException {@code UNAVAILABLE} while the database is
     */
    Optional<CallRecord> find(String generationId);

    /** What a key has spent. */
    KeyUsage usage(String keyHash);

    /** The answers that are kept for a caller, by its {@link dev.powerstrip.sdk.auth.Principal#id() id}. */
    default AnswerStore answers(String caller) {
        return AnswerStore.none();
    }

    /** Every key, oldest first. */
    List<Key> keys();

    Optional<Key> key(String hash);

    /** Makes a key. Its text is in what this returns and nowhere else. */
    NewKey create(KeySpec spec);

    /** Switches a key off or on, or renames it; empty if there is none. */
    Optional<Key> change(String hash, Optional<String> name, Optional<Boolean> disabled);

    /** Pins a key, or lets it go; empty if there is none. */
    Optional<Key> pin(String hash, KeyPins pins);

    /** Forgets a key; false if there was none. Its records stay. */
    boolean delete(String hash);

    /** What a key is to be. */
    record KeySpec(String name, boolean management, Optional<BigDecimal> limit, Optional<Instant> expires,
        KeyPins pins) {

        /** Without pins. */
        public KeySpec(String name, boolean management, Optional<BigDecimal> limit, Optional<Instant> expires) {
            this(name, management, limit, expires, KeyPins.NONE);
        }
    }

    /**
     * A key, without its text.
     *
     * @param hash SHA-256 of its text, hexadecimal
     * @param label its text, masked
     */
    record Key(String hash, String name, String label, boolean management, boolean disabled,
        Optional<BigDecimal> limit, Optional<Instant> expires, Instant created, KeyPins pins) {}

    /** A key with its text, shown once. */
    record NewKey(Key key, String text) {

        @Override
        public String toString() {
            return "NewKey[" + key.hash() + "]";
        }
    }
}
