package dev.powerstrip.line;

import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.chat.ModelRequest;
import dev.powerstrip.sdk.form.Chunk;

/** Asks the guardrail plugins, on the way in and on the way out. */
public interface Guardrails {

    /**
     * Judges a request by every guardrail.
     *
     * @return judges its answer, by the same revisions
     * @throws dev.powerstrip.sdk.error.GatewayException if one of them refuses
     */
    Guard check(ModelRequest request, Principal principal);

    /** Judges one answer on its way out; closing it gives the guardrails back. */
    interface Guard extends AutoCloseable {

        /**
         * Judges a chunk before it is delivered.
         *
         * @throws dev.powerstrip.sdk.error.GatewayException to end the answer here
         */
        void judge(Chunk chunk);

        @Override
        void close();
    }
}
