package dev.powerstrip.lifecycle;

import dev.powerstrip.line.FolderWatch;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whom to trust now: read again when the settings, or the trust store's file, have changed. Thread-safe. */
final class TrustSource implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TrustSource.class);

    private final Path etc;
    private final FolderWatch folders;
    private final Map<String, String> environment;
    private final Runnable onChange;
    private final Clock clock = Clock.systemUTC();
    private final ReentrantLock lock = new ReentrantLock();
    private TrustSettings settings;
    private Optional<FolderWatch.Watched> watch = Optional.empty();
    private Trust trust = Trust.ANY;
    private volatile boolean stale;

    /** @param onChange runs when the trust store's file has changed, on the watcher's thread */
    TrustSource(LifecycleConfig config, Path etc, FolderWatch folders, Map<String, String> environment,
        Runnable onChange) {
        this.etc = etc;
        this.folders = folders;
        this.environment = environment;
        this.onChange = onChange;
        settings(config);
    }

    /** Takes over other settings. */
    void settings(LifecycleConfig config) {
        lock.lock();
        try {
            settings = new TrustSettings(config, etc, environment, clock);
            close();
            watch = settings.store().map(store -> folders.watch(List.of(store.getParent()),
                store.getFileName().toString(), this::storeChanged));
            stale = true;
        } finally {
            lock.unlock();
        }
    }

    private void storeChanged() {
        stale = true;
        onChange.run();
    }

    Trust trust() {
        lock.lock();
        try {
            if (stale) {
                stale = false;
                trust = settings.trust();
                if (trust instanceof Trust.Nobody nobody) {
                    LOG.error("No new plugin is let in: {}", nobody.problem());
                }
            }
            return trust;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the watch over the trust store. */
    @Override
    public void close() {
        lock.lock();
        try {
            watch.ifPresent(FolderWatch.Watched::close);
            watch = Optional.empty();
        } finally {
            lock.unlock();
        }
    }
}
