package dev.powerstrip.bench;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What the jsonl sink wrote of the answers.
 *
 * @param count how many lines
 * @param lost answers without a line
 * @param doubled lines of an answer that has another one
 */
record Records(long count, long lost, long doubled) {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final long LOOK_MILLIS = 500;

    /** Waits until every answer has its line, for a while. */
    static Records await(Path folder, Set<String> generations) throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        var records = read(folder, generations);
        while (records.lost > 0 && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            records = read(folder, generations);
        }
        return records;
    }

    static Records read(Path folder, Set<String> generations) throws IOException {
        Map<String, Integer> lines = new HashMap<>();
        for (var file : files(folder)) {
            try (var text = Files.lines(file)) {
                text.forEach(line -> lines.merge(id(line), 1, Integer::sum));
            }
        }
        long count = lines.values().stream().mapToLong(Integer::longValue).sum();
        long lost = generations.stream().filter(id -> !lines.containsKey(id)).count();
        return new Records(count, lost, count - lines.size());
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("calls.jsonl")).toList();
        }
    }

    private static String id(String line) {
        return JsonParser.parseString(line).getAsJsonObject().get("id").getAsString();
    }
}
