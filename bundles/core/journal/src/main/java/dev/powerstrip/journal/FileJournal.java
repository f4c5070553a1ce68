package dev.powerstrip.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonPrimitive;
import dev.powerstrip.line.Home;
import dev.powerstrip.line.Journal;
import dev.powerstrip.sdk.sink.CallRecord;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The journal as append-only files below {@code data/journal}. */
@Component(configurationPid = "journal")
@Designate(ocd = FileJournal.Config.class)
public final class FileJournal implements Journal {

    private final Readers readers;
    private final Segments segments;
    private final Appender appender;
    private final Syncer syncer;
    private final Set<String> reading = ConcurrentHashMap.newKeySet();

    /** The keys of {@code etc/journal.cfg.json}. */
    @ObjectClassDefinition(name = "Journal")
    public @interface Config {

        @AttributeDefinition(
            description = "when records reach the disk: within a second, or before the client sees the end",
            options = {@Option(label = "within a second", value = "second"),
                @Option(label = "always", value = "always")}
        )
        String sync() default "second";

        @AttributeDefinition(description = "size at which a new file is begun", min = "4096")
        long segmentBytes() default 64L << 20;

        @AttributeDefinition(description = "size at which the oldest records are dropped, read or not", min = "8192")
        long maxBytes() default 1L << 30;
    }

    @Activate
    public FileJournal(BundleContext context, Config config) throws IOException {
        this(Home.of(context).data().resolve("journal"), config, DiskFile.opener(config.segmentBytes()));
    }

    FileJournal(Path folder, Config config, AppendFile.Opener opener) throws IOException {
        check(config);
        boolean always = config.sync().equals("always");
        readers = new Readers(folder.resolve("cursors"));
        segments = new Segments(folder, config.segmentBytes(), config.maxBytes(), always, readers, opener);
        syncer = new Syncer(segments);
        appender = new Appender(segments, always ? () -> {} : syncer::wrote);
        syncer.start();
    }

    private static void check(Config config) {
        if (!config.sync().equals("second") && !config.sync().equals("always")) {
            throw new IllegalArgumentException("journal: \"sync\" is \"second\" or \"always\"");
        }
        if (config.segmentBytes() < 4096 || config.maxBytes() / 2 < config.segmentBytes()) {
            throw new IllegalArgumentException(
                "journal: \"segmentBytes\" is at least 4096, and \"maxBytes\" at least twice as much");
        }
    }

    @Override
    public void append(CallRecord record) throws IOException {
        appender.append(Frame.of(record.line()));
    }

    @Override
    public Optional<CallRecord> find(String id) throws IOException {
        var member = ("\"id\":" + new JsonPrimitive(id)).getBytes(UTF_8);
        for (var span : segments.newestFirst(readers.slowest().orElse(0))) {
            var found = find(id, member, span);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<CallRecord> find(String id, byte[] member, Segments.Span span) throws IOException {
        try (var file = FileChannel.open(span.file())) {
            var frames = new FrameReader(file, span.from(), span.limit());
            for (var payload = frames.next(); payload.isPresent(); payload = frames.next()) {
                if (contains(payload.get(), member) && FileCursor.record(payload.get()).id().equals(id)) {
                    return payload.map(FileCursor::record);
                }
            }
        } catch (NoSuchFileException passed) {
            // Every reader has passed what was in it.
        }
        return Optional.empty();
    }

    /** Looks before parsing: a reader that lags leaves a million records to look through. */
    private static boolean contains(byte[] payload, byte[] wanted) {
        for (int start = 0; start <= payload.length - wanted.length; start++) {
            int same = 0;
            while (same < wanted.length && payload[start + same] == wanted[same]) {
                same++;
            }
            if (same == wanted.length) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Cursor cursor(String name) throws IOException {
        if (!reading.add(name)) {
            throw new IllegalStateException("the journal's reader \"%s\" is in use".formatted(name));
        }
        try {
            return new FileCursor(name, segments, readers, () -> reading.remove(name));
        } catch (IOException | RuntimeException failed) {
            reading.remove(name);
            throw failed;
        }
    }

    @Deactivate
    void close() throws IOException, InterruptedException {
        appender.close();
        syncer.close();
        segments.close();
    }
}
