package dev.powerstrip.sdk.provider;

import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.upstream.UpstreamRequest;

/** How an attempt is answered. */
public sealed interface ProviderResponse {

    /** By an upstream's HTTP answer, which the core fetches and hands to the reader frame by frame. */
    record Exchange(UpstreamRequest request, AnswerReader reader) implements ProviderResponse {}

    /** By a whole answer that is here already. */
    record Completed(Chunk answer) implements ProviderResponse {}

    /** By chunks that the plugin itself produces, pulled on the attempt's thread and closed by the core. */
    record Streamed(ChunkSource source) implements ProviderResponse {}
}
