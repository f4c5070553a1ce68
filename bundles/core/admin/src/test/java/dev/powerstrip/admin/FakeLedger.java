package dev.powerstrip.admin;

import dev.powerstrip.line.KeyPins;
import dev.powerstrip.line.Ledger;
import dev.powerstrip.sdk.dialect.KeyUsage;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.sink.CallRecord;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keys in memory; the database may be away. */
final class FakeLedger implements Ledger {

    private final Map<String, Key> keys = new LinkedHashMap<>();
    boolean away;
    int asked;

    @Override
    public Optional<CallRecord> find(String generationId) {
        return Optional.empty();
    }

    @Override
    public KeyUsage usage(String keyHash) {
        asked++;
        if (away) {
            throw new GatewayException(ErrorType.UNAVAILABLE, "away");
        }
        return new KeyUsage(new BigDecimal("1.5"), new BigDecimal("0.0000001"), BigDecimal.ONE, new BigDecimal("1E+2"));
    }

    @Override
    public List<Key> keys() {
        return List.copyOf(keys.values());
    }

    @Override
    public Optional<Key> key(String hash) {
        return Optional.ofNullable(keys.get(hash));
    }

    @Override
    public NewKey create(KeySpec spec) {
        var hash = "%064d".formatted(keys.size());
        var key = new Key(hash, spec.name(), "sk-ps-abc...wxyz", spec.management(), false, spec.limit(), spec.expires(),
            Instant.parse("2026-11-22T10:00:00Z"), spec.pins());
        keys.put(hash, key);
        return new NewKey(key, "sk-ps-the-text");
    }

    @Override
    public Optional<Key> change(String hash, Optional<String> name, Optional<Boolean> disabled) {
        return Optional.ofNullable(keys.computeIfPresent(hash, (same, key) -> new Key(hash, name.orElse(key.name()),
            key.label(), key.management(), disabled.orElse(key.disabled()), key.limit(), key.expires(),
            key.created(), key.pins())));
    }

    @Override
    public Optional<Key> pin(String hash, KeyPins pins) {
        return Optional.ofNullable(keys.computeIfPresent(hash, (same, key) -> new Key(hash, key.name(), key.label(),
            key.management(), key.disabled(), key.limit(), key.expires(), key.created(), pins)));
    }

    @Override
    public boolean delete(String hash) {
        return keys.remove(hash) != null;
    }
}
