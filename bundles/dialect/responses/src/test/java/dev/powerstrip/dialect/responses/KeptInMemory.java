package dev.powerstrip.dialect.responses;

import dev.powerstrip.sdk.dialect.AnswerStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A store without a database, which may be full. */
final class KeptInMemory implements AnswerStore {

    final Map<String, String> kept = new LinkedHashMap<>();
    boolean full;

    @Override
    public boolean keeps() {
        return true;
    }

    @Override
    public boolean keep(String id, byte[] answer) {
        if (!full) {
            kept.put(id, Samples.text(answer));
        }
        return !full;
    }

    @Override
    public Optional<byte[]> find(String id) {
        return Optional.ofNullable(kept.get(id)).map(Samples::bytes);
    }

    @Override
    public boolean delete(String id) {
        return kept.remove(id) != null;
    }
}
