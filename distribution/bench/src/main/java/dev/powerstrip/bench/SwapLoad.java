package dev.powerstrip.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The streams under which plugins are swapped: at any time as many end and begin as a moment before. */
final class SwapLoad extends StreamLoad {

    private static final Duration AFTER_THE_LAST = Duration.ofSeconds(60);

    private final Duration length;
    private final List<FirstChunk> firstChunks = new ArrayList<>();
    private final Set<String> generations = new HashSet<>();

    /** @param duration in all; the first {@code length} of it passes until all streams run */
    SwapLoad(Loop loop, Target target, Upstream upstream, Duration duration, Duration length) {
        super(loop, target, upstream, duration, StreamScript.lasting(length), length);
        this.length = length;
    }

    @Override
    Duration patience() {
        return length.plus(AFTER_THE_LAST);
    }

    @Override
    void whole(String head, long asked, long firstChunk) {
        super.whole(head, asked, firstChunk);
        firstChunks.add(new FirstChunk(asked, firstChunk - asked));
        generations.add(HttpReader.header(head, "x-generation-id"));
    }

    /** Of the streams that came whole. */
    List<FirstChunk> firstChunks() {
        return firstChunks;
    }

    /** The generation ids of the streams that came whole. */
    Set<String> generations() {
        return generations;
    }

    /** How long a stream that was asked for then had to wait for its first chunk. */
    record FirstChunk(long asked, long nanos) {}
}
