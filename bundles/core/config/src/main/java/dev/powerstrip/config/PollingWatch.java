package dev.powerstrip.config;

import dev.powerstrip.line.FolderWatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks into all watched folders every 250 ms, on one thread of its own. */
@Component
public final class PollingWatch implements FolderWatch {

    private static final long INTERVAL = 250;
    private static final Logger LOG = LoggerFactory.getLogger(PollingWatch.class);

    private final List<Watch> watches = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService watcher = Executors.newSingleThreadScheduledExecutor(PollingWatch::thread);

    @Activate
    public PollingWatch() {
        watcher.scheduleWithFixedDelay(() -> watches.forEach(Watch::look), INTERVAL, INTERVAL, TimeUnit.MILLISECONDS);
    }

    private static Thread thread(Runnable work) {
        var thread = new Thread(work, "powerstrip-watch");
        thread.setDaemon(true);
        thread.setContextClassLoader(PollingWatch.class.getClassLoader());
        return thread;
    }

    @Deactivate
    void stop() {
        watcher.shutdownNow();
    }

    @Override
    public Watched watch(List<Path> folders, String ending, Runnable onChange) {
        var looks = new FolderLooks(folders, ending);
        try {
            if (!looks.first(Instant.now())) {
                // Who writes files and starts the gateway at once wants it to start with them.
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(INTERVAL));
                looks.again();
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot look into " + folders, unreadable);
        }
        var watch = new Watch(looks, onChange);
        watches.add(watch);
        return watch;
    }

    /** One user's view of its folders. */
    private final class Watch implements Watched {

        private final FolderLooks looks;
        private final Runnable onChange;
        private String complaint = "";

        Watch(FolderLooks looks, Runnable onChange) {
            this.looks = looks;
            this.onChange = onChange;
        }

        /** Whatever goes wrong here is this watch's trouble alone: the looks go on. */
        void look() {
            try {
                if (looks.again()) {
                    onChange.run();
                }
                complaint = "";
            } catch (IOException | RuntimeException failed) {
                complain(failed);
            }
        }

        private void complain(Exception failed) {
            if (!failed.toString().equals(complaint)) {
                complaint = failed.toString();
                LOG.warn("A watched folder cannot be looked into; what was seen last stays in force", failed);
            }
        }

        @Override
        public Map<Path, Look> files() {
            return looks.still();
        }

        @Override
        public void close() {
            watches.remove(this);
        }
    }
}
