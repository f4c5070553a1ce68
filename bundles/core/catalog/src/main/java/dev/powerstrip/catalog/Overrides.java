package dev.powerstrip.catalog;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the operator says of endpoints in {@code etc/models.json}: an object whose members are named
 * {@code PROVIDER/NATIVE} and hold facts that win over the provider's own. A file that cannot be used is refused whole,
 * and the last good one stays.
 */
final class Overrides implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Overrides.class);
    private static final FileTime NEVER = FileTime.fromMillis(0);

    private final Path file;
    private final Poll poll;
    private FileTime seen = NEVER;
    private volatile Map<String, JsonObject> facts = Map.of();
    private volatile long changes;

    Overrides(Path file) {
        this.file = file;
        look();
        this.poll = new Poll("models-json", Duration.ofMillis(500), this::look);
    }

    /** Grows with every change of the file that was taken over. */
    long changes() {
        return changes;
    }

    /** What is said of one endpoint. */
    JsonObject of(String providerAndNative) {
        return facts.getOrDefault(providerAndNative, new JsonObject()).deepCopy();
    }

    /** Reads the file if it is not as it was. */
    private void look() {
        try {
            var modified = Files.exists(file) ? Files.getLastModifiedTime(file) : NEVER;
            if (!modified.equals(seen)) {
                seen = modified;
                facts = modified.equals(NEVER) ? Map.of() : read();
                changes++;
                LOG.info("{} gives or overrides facts of {} endpoints", file, facts.size());
            }
        } catch (IOException | JsonParseException | IllegalArgumentException | IllegalStateException e) {
            LOG.warn("{} is refused, what it said before stays: {}", file, e.getMessage());
        }
    }

    private Map<String, JsonObject> read() throws IOException {
        var read = new HashMap<String, JsonObject>();
        for (Map.Entry<String, JsonElement> member : JsonParser.parseString(Files.readString(file)).getAsJsonObject()
            .entrySet()) {
            if (!member.getValue().isJsonObject()) {
                throw new IllegalArgumentException("\"%s\" is no object of facts, such as {\"pricing\": {..}}"
                    .formatted(member.getKey()));
            }
            read.put(member.getKey(), member.getValue().getAsJsonObject());
        }
        return Map.copyOf(read);
    }

    @Override
    public void close() {
        poll.close();
    }
}
