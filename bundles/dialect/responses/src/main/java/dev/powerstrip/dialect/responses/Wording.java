package dev.powerstrip.dialect.responses;

import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Chunk;

/** Words one answer whose chunks come in one form. One thread. */
interface Wording {

    /** The bytes that say this chunk. */
    byte[] say(Chunk chunk);

    /** The bytes that end a stream with a failure. */
    byte[] fail(GatewayException error);
}
