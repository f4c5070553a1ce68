package dev.powerstrip.journal;

import dev.powerstrip.line.Journal;
import dev.powerstrip.line.Lease;
import dev.powerstrip.line.Plugins;
import dev.powerstrip.sdk.sink.LogSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Keeps one {@link SinkPump} running for each sink plugin there is. */
@Component(service = {}, immediate = true)
public final class SinkPumps {

    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Journal journal;
    private final Plugins plugins;
    private final Pause pause;
    private final Map<Thread, SinkPump> pumps = new LinkedHashMap<>();
    private final Thread watcher = thread(this::watch, "sinks");

    @Activate
    public SinkPumps(@Reference Journal journal, @Reference Plugins plugins) {
        this(journal, plugins, time -> Thread.sleep(time.toMillis()));
    }

    SinkPumps(Journal journal, Plugins plugins, Pause pause) {
        this.journal = journal;
        this.plugins = plugins;
        this.pause = pause;
        watcher.start();
    }

    private void watch() {
        try {
            while (true) {
                startMissing();
                pause.rest(LOOK);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void startMissing() {
        pumps.keySet().removeIf(thread -> !thread.isAlive());
        var running = pumps.keySet().stream().map(Thread::getName).toList();
        for (var name : sinks()) {
            if (!running.contains(threadName(name))) {
                start(name);
            }
        }
    }

    private List<String> sinks() {
        var names = new ArrayList<String>();
        for (Lease<LogSink> lease : plugins.leaseAll(LogSink.class)) {
            names.add(lease.revision().name());
            lease.close();
        }
        return names;
    }

    private void start(String name) {
        var pump = new SinkPump(name, journal, plugins, pause);
        var thread = thread(pump, threadName(name));
        pumps.put(thread, pump);
        thread.start();
    }

    private static String threadName(String sink) {
        return "sink-" + sink;
    }

    private static Thread thread(Runnable work, String name) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.setContextClassLoader(SinkPumps.class.getClassLoader());
        return thread;
    }

    @Deactivate
    void close() throws InterruptedException {
        watcher.interrupt();
        watcher.join();
        for (var pump : pumps.entrySet()) {
            pump.getValue().stop(pump.getKey());
        }
    }
}
