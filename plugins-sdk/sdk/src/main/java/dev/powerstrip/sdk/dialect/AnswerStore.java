package dev.powerstrip.sdk.dialect;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Where one caller's answers are kept, so that it can ask for them again or go on from them. It holds that caller's answers
 * and nobody else's. The gateway keeps them in its database as long as its operator says, then they are gone. What is stored
 * is the dialect's own: the gateway does not look into it.
 *
 * <p>Each call may wait for the database, a few seconds at most. Belongs to one exchange.
 */
@ProviderType
public interface AnswerStore {

    /** True if this gateway keeps answers at all. */
    boolean keeps();

    /**
     * Keeps an answer, in place of an earlier one of the same id. One that was begun is finished by it, and is not kept if it
     * was cancelled meanwhile.
     *
     * @param id at most 200 characters
     * @return true once it is on the disk; false if it cannot be kept now, so that the client must not be told that it was
     */
    boolean keep(String id, byte[] answer);

    /**
     * An answer that was kept.
     *
     * @throws dev.powerstrip.sdk.error.GatewayException {@code UNAVAILABLE} while the database is
     */
    Optional<byte[]> find(String id);

    /**
     * Forgets an answer.
     *
     * @return false if there was none
     * @throws dev.powerstrip.sdk.error.GatewayException {@code UNAVAILABLE} while the database is
     */
    boolean delete(String id);

    /** True if it also takes answers that are not finished, for clients that do not wait for them. */
    boolean begins();

    /**
     * Keeps an answer as far as it is, to be finished by {@link #keep}; see {@link Dialect#accepted}.
     *
     * @return true once it is on the disk; false if it cannot be kept now
     */
    boolean begin(String id, byte[] answer);

    /** True while an answer that was begun is being made. Asked before {@link #find}, it says whether that is the last word. */
    boolean running(String id);

    /**
     * Ends the work at an answer that was begun, and keeps this one in its place.
     *
     * @return false if it is not being made any more
     */
    boolean cancel(String id, byte[] answer);

    /** Keeps nothing and knows nothing. */
    static AnswerStore none() {
        return NoAnswerStore.INSTANCE;
    }
}
