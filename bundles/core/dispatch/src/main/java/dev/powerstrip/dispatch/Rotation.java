package dev.powerstrip.dispatch;

import dev.powerstrip.line.ProviderSettings;
import dev.powerstrip.line.Secrets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Orders a provider's credentials for each call, so that all of them get their share. Thread-safe. */
final class Rotation {

    private final Secrets secrets;
    private final ConcurrentMap<String, AtomicInteger> turns = new ConcurrentHashMap<>();

    Rotation(Secrets secrets) {
        this.secrets = secrets;
    }

    /** The credentials in the order to try; at least one, which is none where the provider needs none. */
    List<Credential> order(ProviderSettings settings) {
        var references = settings.credentials();
        if (references.isEmpty()) {
            return List.of(Credential.NONE);
        }
        if (references.size() == 1) {
            return List.of(Credential.of(references.get(0), secrets));
        }
        int first = turns.computeIfAbsent(settings.id(), any -> new AtomicInteger()).getAndIncrement();
        var order = new ArrayList<Credential>(references.size());
        for (int i = 0; i < references.size(); i++) {
            order.add(Credential.of(references.get(Math.floorMod(first + i, references.size())), secrets));
        }
        return order;
    }
}
