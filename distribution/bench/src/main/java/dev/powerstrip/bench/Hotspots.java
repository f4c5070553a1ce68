package dev.powerstrip.bench;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;

/** Adds up a flight recording's samples: by package and method, and by the innermost method of ours that led there. */
final class Hotspots {

    private static final int MOST_LINES = 40;
    private static final String OURS = "dev.powerstrip.";

    /** Samples of Java code alone, which every JDK has, or by processor time, which count native code, too. */
    private final Sampled java = new Sampled();
    private final Sampled cpuTime = new Sampled();

    void add(RecordedEvent event) {
        switch (event.getEventType().getName()) {
            case "jdk.ExecutionSample" -> java.add(event);
            case "jdk.CPUTimeSample" -> cpuTime.add(event);
            default -> {
                // The recorder's other events say nothing about where the time goes.
            }
        }
    }

    /** @param threads what each group of threads has used meanwhile */
    String describe(String title, Map<String, Double> threads) {
        var samples = cpuTime.count > 0 ? cpuTime : java;
        var text = new StringBuilder("%n== %s: %d samples %s ==%n".formatted(title, samples.count,
            cpuTime.count > 0 ? "by processor time" : "of Java code; system calls are not among them"));
        text.append(top("threads", threads, threads.values().stream().mapToDouble(used -> used).sum()));
        text.append(top("packages, by the method on top", samples.packages, samples.count));
        text.append(top("methods on top", samples.methods, samples.count));
        text.append(top("our innermost methods, with what they call", samples.innermost, samples.count));
        return text.append(top("our methods, with all below", samples.inclusive, samples.count)).toString();
    }

    private static String top(String title, Map<String, Double> counts, double all) {
        var text = new StringBuilder("%n%s%n".formatted(title));
        counts.entrySet().stream().sorted(Map.Entry.comparingByValue(Comparator.reverseOrder())).limit(MOST_LINES)
            .forEach(entry -> text.append(String.format(Locale.ROOT, "  %5.1f %%  %s%n", 100 * entry.getValue() / all,
                entry.getKey())));
        return text.toString();
    }

    /** What the samples of one kind say. */
    private static final class Sampled {

        private final Map<String, Double> packages = new HashMap<>();
        private final Map<String, Double> methods = new HashMap<>();
        private final Map<String, Double> innermost = new HashMap<>();
        private final Map<String, Double> inclusive = new HashMap<>();
        private int count;

        void add(RecordedEvent event) {
            count++;
            var stack = event.getStackTrace();
            if (stack == null || stack.getFrames().isEmpty()) {
                packages.merge("(no stack)", 1.0, Double::sum);
                return;
            }
            var frames = stack.getFrames();
            packages.merge(packageOf(frames.get(0)), 1.0, Double::sum);
            methods.merge(nameOf(frames.get(0)), 1.0, Double::sum);
            var ours = namesOfOurs(frames);
            innermost.merge(ours.isEmpty() ? "(none of ours)" : ours.get(0), 1.0, Double::sum);
            new HashSet<>(ours).forEach(name -> inclusive.merge(name, 1.0, Double::sum));
        }

        private static List<String> namesOfOurs(List<RecordedFrame> frames) {
            return frames.stream().map(Sampled::nameOf).filter(name -> name.startsWith(OURS))
                .filter(name -> !name.contains("$$Lambda")).toList();
        }

        private static String nameOf(RecordedFrame frame) {
            return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
        }

        /** Four segments of a name tell our bundles and others' modules apart. */
        private static String packageOf(RecordedFrame frame) {
            var name = frame.getMethod().getType().getName();
            int end = 0;
            for (int segment = 0; segment < 4; segment++) {
                int dot = name.indexOf('.', end + 1);
                if (dot < 0) {
                    break;
                }
                end = dot;
            }
            return name.substring(0, end);
        }
    }
}
