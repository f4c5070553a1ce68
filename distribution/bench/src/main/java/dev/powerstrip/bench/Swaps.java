package dev.powerstrip.bench;

import dev.powerstrip.bench.PluginAdmin.Listed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Drops newer jars into the gateway's folder, as an operator would, and watches what becomes of the older ones. */
final class Swaps {

    private static final long LOOK_MILLIS = 10;
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final PluginAdmin admin;
    private final NewerJars jars;
    private final Path file;
    private final List<Swap> done = new ArrayList<>();
    private final Map<Integer, Long> lastUsed = new HashMap<>();
    private final Samples gone = new Samples();
    private int mostAtOnce;
    private int current;
    private volatile boolean loadIsOver;

    Swaps(PluginAdmin admin, NewerJars jars, Path file) {
        this.admin = admin;
        this.jars = jars;
        this.file = file;
    }

    /** Swaps so often at that pace, and watches until the load is over. */
    void run(long count, Duration every) throws IOException, InterruptedException {
        long start = System.nanoTime();
        look();
        for (long i = 0; i < count; i++) {
            while (System.nanoTime() - start < i * every.toNanos()) {
                look();
            }
            swap();
        }
        while (!loadIsOver) {
            look();
        }
    }

    void loadIsOver() {
        loadIsOver = true;
    }

    private void swap() throws IOException, InterruptedException {
        int before = current;
        var jar = jars.next();
        long begun = System.nanoTime();
        Files.write(file, jar);
        long copied = System.nanoTime();
        while (current == before) {
            var listed = look();
            if (System.nanoTime() - copied > LONGEST.toNanos()) {
                throw new IOException("a newer jar did not become current: " + listed);
            }
        }
        done.add(new Swap(begun, copied, System.nanoTime()));
    }

    /** Waits until only one revision is left, without a lease; false if that takes too long. */
    boolean settle() throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (System.nanoTime() < end) {
            var listed = look();
            if (listed.size() == 1 && listed.get(0).leases() == 0) {
                return true;
            }
        }
        return false;
    }

    private List<Listed> look() throws IOException, InterruptedException {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        var listed = admin.revisions();
        long now = System.nanoTime();
        mostAtOnce = Math.max(mostAtOnce, listed.size());
        for (var revision : listed) {
            if (revision.leases() > 0 || revision.isCurrent()) {
                lastUsed.put(revision.number(), now);
            }
            if (revision.isCurrent()) {
                current = revision.number();
            }
        }
        lastUsed.entrySet().removeIf(used -> {
            boolean isGone = listed.stream().noneMatch(revision -> revision.number() == used.getKey());
            if (isGone) {
                gone.add(now - used.getValue());
            }
            return isGone;
        });
        return listed;
    }

    List<Swap> done() {
        return done;
    }

    /** From the last look that saw a lease on a revision, or saw it current, to the first that did not see it at all. */
    Samples gone() {
        return gone;
    }

    int mostAtOnce() {
        return mostAtOnce;
    }

    /**
     * When a jar's copying began and ended, and when it was seen current.
     */
    record Swap(long begun, long copied, long current) {

        /** What is asked for from the beginning of the copy until a second after it is current is asked in a swap. */
        boolean contains(long time) {
            return time - begun >= 0 && time - current < TimeUnit.SECONDS.toNanos(1);
        }
    }
}
