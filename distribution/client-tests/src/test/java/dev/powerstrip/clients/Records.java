package dev.powerstrip.clients;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The records that the jsonl sink has written. */
record Records(Path file) {

    static Records of(RunningGateway gateway) {
        return new Records(gateway.home().resolve("log/calls.jsonl"));
    }

    /** The ids in the file, in order, complete lines only. */
    List<String> ids() throws IOException {
        var ids = new ArrayList<String>();
        if (Files.exists(file)) {
            var text = Files.readString(file);
            text.substring(0, text.lastIndexOf('\n') + 1).lines()
                .forEach(line -> ids.add(JsonParser.parseString(line).getAsJsonObject().get("id").getAsString()));
        }
        return ids;
    }

    /** Waits until each of these ids is there. */
    List<String> await(Collection<String> wanted) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            var there = ids();
            if (there.containsAll(wanted)) {
                return there;
            }
            if (System.nanoTime() > deadline) {
                var missing = new ArrayList<>(wanted);
                missing.removeAll(there);
                throw new AssertionError("%d of %d records are missing, such as %s".formatted(missing.size(),
                    wanted.size(), missing.get(0)));
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }
}
