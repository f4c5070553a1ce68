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
     * Keeps an answer, in place of an earlier one of the same id.
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

    /** Keeps nothing and knows nothing. */
    static AnswerStore none() {
        return NoAnswerStore.INSTANCE;
    }
}
