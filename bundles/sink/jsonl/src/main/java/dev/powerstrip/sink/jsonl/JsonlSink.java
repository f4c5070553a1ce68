package dev.powerstrip.sink.jsonl;

import static org.osgi.service.component.annotations.ConfigurationPolicy.REQUIRE;

import dev.powerstrip.sdk.plugin.Given;
import dev.powerstrip.sdk.plugin.PluginName;
import dev.powerstrip.sdk.sink.CallRecord;
import dev.powerstrip.sdk.sink.LogSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Writes one line of JSON per finished call to a file that rotates by size. */
@Component(configurationPolicy = REQUIRE)
@PluginName("sink.jsonl")
@Designate(ocd = JsonlSink.Config.class)
public final class JsonlSink implements LogSink {

    private final RotatingFile file;
    /** The ids of what was written last, which a batch that comes again would repeat; unknown before the first. */
    private Optional<Set<String>> last = Optional.empty();

    /** The keys of {@code etc/sink.jsonl.cfg.json}. */
    @ObjectClassDefinition(name = "JSON lines")
    public @interface Config {

        @AttributeDefinition(description = "the file; a relative path begins at the gateway's home")
        String path() default "log/calls.jsonl";

        @AttributeDefinition(description = "size at which a new file is begun", min = "1")
        long rotateBytes() default 100_000_000;

        @AttributeDefinition(description = "how many older files are kept, as path.1, path.2 and so on", min = "0")
        int keep() default 5;
    }

    @Activate
    public JsonlSink(Config config, Given given) {
        this(config, Path.of(given.powerstrip_home()));
    }

    JsonlSink(Config config, Path home) {
        if (config.path().isBlank() || config.rotateBytes() < 1 || config.keep() < 0) {
            throw new IllegalArgumentException(
                "sink.jsonl: \"path\" names a file, \"rotateBytes\" is at least 1 and \"keep\" at least 0");
        }
        file = new RotatingFile(home.resolve(config.path()), config.rotateBytes(), config.keep());
    }

    @Override
    public void write(List<CallRecord> batch) throws IOException {
        var known = last.isPresent() ? last.get() : file.lastIds();
        var lines = new ByteArrayOutputStream();
        for (var record : batch) {
            if (!known.contains(record.id())) {
                lines.writeBytes(record.line());
                lines.write('\n');
            }
        }
        file.append(lines.toByteArray());
        last = Optional.of(batch.stream().map(CallRecord::id).collect(Collectors.toCollection(HashSet::new)));
    }
}
