package dev.powerstrip.dialect.responses;

import dev.powerstrip.sdk.dialect.AnswerStore;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A store without a database, which may be full. */
final class KeptInMemory implements AnswerStore {

    final Map<String, String> kept = new LinkedHashMap<>();
    final Set<String> making = new HashSet<>();
    boolean full;
    boolean shared;

    @Override
    public boolean keeps() {
        return true;
    }

    @Override
    public boolean keep(String id, byte[] answer) {
        if (!full) {
            making.remove(id);
            kept.put(id, Samples.text(answer));
        }
        return !full;
    }

    @Override
    public boolean begins() {
        return !shared;
    }

    @Override
    public boolean begin(String id, byte[] answer) {
        return keep(id, answer) && making.add(id);
    }

    @Override
    public boolean running(String id) {
        return making.contains(id);
    }

    @Override
    public boolean cancel(String id, byte[] answer) {
        return making.remove(id) && keep(id, answer);
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
