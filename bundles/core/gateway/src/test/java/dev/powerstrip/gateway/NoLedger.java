package dev.powerstrip.gateway;

import dev.powerstrip.line.KeyPins;
import dev.powerstrip.line.Ledger;
import dev.powerstrip.sdk.dialect.AnswerStore;
import dev.powerstrip.sdk.dialect.KeyUsage;
import dev.powerstrip.sdk.sink.CallRecord;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A ledger with nothing in it but the answers that are kept. */
final class NoLedger implements Ledger {

    final Map<String, byte[]> kept = new ConcurrentHashMap<>();

    @Override
    public Optional<CallRecord> find(String generationId) {
        return Optional.empty();
    }

    @Override
    public KeyUsage usage(String keyHash) {
        return new KeyUsage(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);
    }

    @Override
    public AnswerStore answers(String caller) {
        return new AnswerStore() {

            @Override
            public boolean keeps() {
                return true;
            }

            @Override
            public boolean keep(String id, byte[] answer) {
                kept.put(caller + "/" + id, answer);
                return true;
            }

            @Override
            public boolean begins() {
                return true;
            }

            @Override
            public boolean begin(String id, byte[] answer) {
                return keep(id, answer);
            }

            @Override
            public boolean running(String id) {
                return false;
            }

            @Override
            public boolean cancel(String id, byte[] answer) {
                return false;
            }

            @Override
            public Optional<byte[]> find(String id) {
                return Optional.ofNullable(kept.get(caller + "/" + id));
            }

            @Override
            public boolean delete(String id) {
                return kept.remove(caller + "/" + id) != null;
            }
        };
    }

    @Override
    public List<Key> keys() {
        return List.of();
    }

    @Override
    public Optional<Key> key(String hash) {
        return Optional.empty();
    }

    @Override
    public NewKey create(KeySpec spec) {
        throw new AssertionError("nobody makes a key");
    }

    @Override
    public Optional<Key> change(String hash, Optional<String> name, Optional<Boolean> disabled) {
        return Optional.empty();
    }

    @Override
    public Optional<Key> pin(String hash, KeyPins pins) {
        return Optional.empty();
    }

    @Override
    public boolean delete(String hash) {
        return false;
    }
}
