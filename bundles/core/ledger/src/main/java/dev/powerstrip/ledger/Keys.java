package dev.powerstrip.ledger;

import dev.powerstrip.line.Home;
import dev.powerstrip.line.KeyPins;
import dev.powerstrip.line.Ledger.Key;
import dev.powerstrip.line.Ledger.KeySpec;
import dev.powerstrip.line.Ledger.NewKey;
import dev.powerstrip.line.Pin;
import dev.powerstrip.line.PinDirectory;
import dev.powerstrip.sdk.auth.KeyDirectory;
import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.auth.Principal.Role;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The gateway's keys, answered from memory and kept in {@code keys.json}, so that neither start nor callers wait for a
 * database; it hears of each change later. Thread-safe.
 */
@Component(service = {KeyDirectory.class, PinDirectory.class, Keys.class}, immediate = true)
public final class Keys implements KeyDirectory, PinDirectory {

    private final Path file;
    private final Clock clock;
    private final ReentrantLock changing = new ReentrantLock();
    private volatile KeyState state;
    private volatile Map<String, Entry> entries;
    private long changes;

    /** A key, with the principal that is handed out for it. */
    private record Entry(Key key, Principal principal) {

        static Entry of(Key key) {
            return new Entry(key,
                new Principal(key.hash(), key.label(), key.management() ? Role.MANAGEMENT : Role.INFERENCE));
        }
    }

    @Activate
    public Keys(BundleContext context) throws IOException {
        this(Home.of(context).data(), System.getenv(), Clock.systemUTC());
    }

    Keys(Path data, Map<String, String> environment, Clock clock) throws IOException {
        this.file = Files.createDirectories(data).resolve("keys.json");
        this.clock = clock;
        publish(Files.exists(file) ? read(file) : KeyState.EMPTY);
        new FirstKeys(data, environment).ensure(this);
    }

    private static KeyState read(Path file) throws IOException {
        try {
            return KeyState.parse(Files.readString(file));
        } catch (RuntimeException malformed) {
            throw new IOException("%s is spoilt; restore it, or remove it to begin with the keys of the database"
                .formatted(file), malformed);
        }
    }

    private void publish(KeyState next) {
        state = next;
        entries = next.keys().values().stream().map(Entry::of)
            .collect(Collectors.toUnmodifiableMap(entry -> entry.key().hash(), entry -> entry));
    }

    @Override
    public Optional<Principal> find(String hash) {
        var entry = entries.get(hash);
        if (entry == null) {
            return Optional.empty();
        }
        var key = entry.key();
        if (key.disabled()) {
            throw new GatewayException(ErrorType.AUTHENTICATION,
                "the key %s is disabled; enable it with PATCH /api/v1/keys/%s, or use another".formatted(key.label(),
                    hash));
        }
        if (key.expires().isPresent() && !clock.instant().isBefore(key.expires().get())) {
            throw new GatewayException(ErrorType.AUTHENTICATION,
                "the key %s expired at %s; make another with POST /api/v1/keys".formatted(key.label(),
                    key.expires().get()));
        }
        return Optional.of(entry.principal());
    }

    /** Every key, oldest first. */
    List<Key> all() {
        return state.keys().values().stream().sorted(Comparator.comparing(Key::created).thenComparing(Key::name))
            .toList();
    }

    Optional<Key> key(String hash) {
        return Optional.ofNullable(state.keys().get(hash));
    }

    NewKey create(KeySpec spec) {
        var text = KeyText.random();
        var key
            = new Key(text.hash(), spec.name(), text.label(), spec.management(), false, spec.limit(), spec.expires(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS), spec.pins());
        change(number -> state.with(key, number));
        return new NewKey(key, text.text());
    }

    Optional<Key> change(String hash, Optional<String> name, Optional<Boolean> disabled) {
        changing.lock();
        try {
            var changed = key(hash).map(key -> new Key(hash, name.orElse(key.name()), key.label(), key.management(),
                disabled.orElse(key.disabled()), key.limit(), key.expires(), key.created(), key.pins()));
            changed.ifPresent(key -> change(number -> state.with(key, number)));
            return changed;
        } finally {
            changing.unlock();
        }
    }

    Optional<Key> pin(String hash, KeyPins pins) {
        changing.lock();
        try {
            var changed = key(hash).map(key -> new Key(hash, key.name(), key.label(), key.management(),
                key.disabled(), key.limit(), key.expires(), key.created(), pins));
            changed.ifPresent(key -> change(number -> state.with(key, number)));
            return changed;
        } finally {
            changing.unlock();
        }
    }

    @Override
    public Set<Pin> pins() {
        return state.keys().values().stream().flatMap(key -> key.pins().pins().stream()).collect(Collectors.toSet());
    }

    boolean delete(String hash) {
        changing.lock();
        try {
            boolean known = key(hash).isPresent();
            if (known) {
                change(number -> state.without(hash, number));
            }
            return known;
        } finally {
            changing.unlock();
        }
    }

    /** Makes the key of that text the one that the file of that name holds, in place of the one that it held before. */
    void hold(String fileName, String keyName, boolean management, KeyText text) {
        var hash = text.hash();
        if (hash.equals(state.first().get(fileName))) {
            return;
        }
        var same = key(hash);
        if (same.isPresent() && same.get().management() != management) {
            throw new IllegalArgumentException(
                "one key cannot both manage and call models: choose another for " + fileName);
        }
        Optional.ofNullable(state.first().get(fileName)).ifPresent(this::delete);
        var key = new Key(hash, keyName, text.label(), management, false, Optional.empty(), Optional.empty(),
            clock.instant().truncatedTo(ChronoUnit.MILLIS), KeyPins.NONE);
        change(number -> state.with(key, number).withFirst(fileName, hash));
    }

    /** What the database has not heard of yet. */
    KeyState state() {
        return state;
    }

    /** Takes over what the database holds, once it has been told of {@code saved}. */
    void adopt(Map<String, Key> stored, Map<String, Long> saved) {
        change(number -> state.adopt(stored, saved));
    }

    /** Writes the file, then shows the change; if it cannot be written, nothing has changed. */
    private void change(LongFunction<KeyState> change) {
        changing.lock();
        try {
            var next = change.apply(++changes);
            if (!next.equals(state)) {
                PrivateFile.write(file, next.json());
                publish(next);
            }
        } catch (IOException failed) {
            throw new GatewayException(ErrorType.UNAVAILABLE,
                "the keys cannot be written to the disk, so nothing was changed; free some space and try again",
                failed);
        } finally {
            changing.unlock();
        }
    }
}
