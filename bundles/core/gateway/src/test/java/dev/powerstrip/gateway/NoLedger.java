package dev.powerstrip.gateway;

import dev.powerstrip.line.KeyPins;
import dev.powerstrip.line.Ledger;
import dev.powerstrip.sdk.dialect.KeyUsage;
import dev.powerstrip.sdk.sink.CallRecord;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** A ledger with nothing in it. */
final class NoLedger implements Ledger {

    @Override
    public Optional<CallRecord> find(String generationId) {
        return Optional.empty();
    }

    @Override
    public KeyUsage usage(String keyHash) {
        return new KeyUsage(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);
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
