package dev.powerstrip.sdk.testing;

import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Finish;
import dev.powerstrip.sdk.form.Framing;
import dev.powerstrip.sdk.form.Usage;
import dev.powerstrip.sdk.provider.Attempt;
import dev.powerstrip.sdk.provider.ChatProvider;
import dev.powerstrip.sdk.provider.ProviderResponse;
import dev.powerstrip.sdk.chat.ChatRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What a provider answered, driven as the gateway drives it.
 *
 * @param chunks in their order, as far as they came
 * @param failure what ended the answer early; empty if it ended by itself
 */
public record Answer(List<Chunk> chunks, Optional<Exception> failure) {

    /** A guard against an answer without end. */
    private static final int MOST = 100_000;

    /** Asks a provider and takes its answer to the end, or as far as it goes. */
    public static Answer of(ChatProvider provider, ChatRequest request, Attempt attempt) {
        return of(() -> provider.chat(request, attempt), attempt);
    }

    /** Takes the answer of any kind of provider to the end, or as far as it goes. */
    public static Answer of(Asking asking, Attempt attempt) {
        var chunks = new ArrayList<Chunk>();
        try {
            drive(asking.ask(), attempt, chunk -> add(chunk, chunks));
            return new Answer(List.copyOf(chunks), Optional.empty());
        } catch (IOException | RuntimeException e) {
            return new Answer(List.copyOf(chunks), Optional.of(e));
        }
    }

    private static void add(Chunk chunk, List<Chunk> chunks) {
        if (chunks.size() == MOST) {
            throw new AssertionError("the answer comes to no end: it has more than %d chunks".formatted(MOST));
        }
        chunks.add(chunk);
    }

    private static void drive(ProviderResponse response, Attempt attempt, Consumer<Chunk> chunks) throws IOException {
        if (response instanceof ProviderResponse.Exchange exchange) {
            exchange(exchange, attempt, chunks);
        } else if (response instanceof ProviderResponse.Completed completed) {
            chunks.accept(completed.answer());
        } else if (response instanceof ProviderResponse.Streamed streamed) {
            pull(streamed, chunks);
        }
    }

    private static void exchange(ProviderResponse.Exchange exchange, Attempt attempt, Consumer<Chunk> chunks)
        throws IOException {
        try (var answer = attempt.send(exchange.request())) {
            if (answer.status() >= 300) {
                throw exchange.reader().refused(answer.status(), answer.headers(), answer.body().readAllBytes());
            }
            var framing = Framing.of(answer.headers().first("Content-Type").orElse(""));
            var buffer = new byte[8192];
            for (int count = answer.body().read(buffer); count >= 0; count = answer.body().read(buffer)) {
                framing.feed(buffer, 0, count, frame -> exchange.reader().read(frame, chunks));
            }
            framing.end(frame -> exchange.reader().read(frame, chunks));
        }
    }

    private static void pull(ProviderResponse.Streamed streamed, Consumer<Chunk> chunks) throws IOException {
        try (var source = streamed.source()) {
            for (var chunk = source.next(); chunk.isPresent(); chunk = source.next()) {
                chunks.accept(chunk.get());
            }
        }
    }

    /** True if the form's terminal event came. */
    public boolean complete() {
        return chunks.stream().anyMatch(Chunk::terminal);
    }

    /** All generated text, reasoning and tool arguments included. */
    public String text() {
        return chunks.stream().filter(Chunk::content).map(Chunk::text).collect(Collectors.joining());
    }

    public Optional<Finish> finish() {
        return chunks.stream().flatMap(chunk -> chunk.finish().stream()).reduce((first, later) -> later);
    }

    public Optional<Usage> usage() {
        return chunks.stream().flatMap(chunk -> chunk.usage().stream()).reduce((first, later) -> later);
    }

    /** Asks a provider. */
    @FunctionalInterface
    public interface Asking {

        ProviderResponse ask() throws IOException;
    }
}
