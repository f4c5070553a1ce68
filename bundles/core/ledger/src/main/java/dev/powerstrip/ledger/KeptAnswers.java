package dev.powerstrip.ledger;

import dev.powerstrip.sdk.dialect.AnswerStore;
import dev.powerstrip.sdk.error.GatewayException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One caller's answers in the database. Who is making one is known to the gateway and not to the database. */
final class KeptAnswers implements AnswerStore {

    private static final Logger LOG = LoggerFactory.getLogger(KeptAnswers.class);
    private static final int LONGEST_ID = 200;

    private final Bookkeeper bookkeeper;
    private final String caller;
    private final Duration retention;
    private final boolean shared;
    private final Clock clock;

    /** @param shared whether other gateways have the same database, and may be making an answer */
    KeptAnswers(Bookkeeper bookkeeper, String caller, Duration retention, boolean shared, Clock clock) {
        this.bookkeeper = bookkeeper;
        this.caller = caller;
        this.retention = retention;
        this.shared = shared;
        this.clock = clock;
    }

    @Override
    public boolean keeps() {
        return true;
    }

    @Override
    public boolean keep(String id, byte[] answer) {
        if (!isId(id)) {
            return false;
        }
        try {
            return bookkeeper.change(database -> {
                database.keep(caller, id, clock.instant(), answer);
                return true;
            });
        } catch (GatewayException away) {
            LOG.warn("the response {} could not be kept, its client was told so: {}", id, away.getMessage());
            return false;
        }
    }

    @Override
    public boolean begins() {
        return !shared;
    }

    @Override
    public boolean begin(String id, byte[] answer) {
        return !shared && keep(id, answer);
    }

    @Override
    public boolean running(String id) {
        return false;
    }

    @Override
    public boolean cancel(String id, byte[] answer) {
        return false;
    }

    /** Other ids are in no database: what a client made up must not break a connection. */
    private static boolean isId(String id) {
        return !id.isEmpty() && id.length() <= LONGEST_ID
            && id.chars().allMatch(letter -> letter > ' ' && letter < 127);
    }

    @Override
    public Optional<byte[]> find(String id) {
        return isId(id) ? bookkeeper.ask(database -> database.answer(caller, id, oldest())) : Optional.empty();
    }

    private Instant oldest() {
        return clock.instant().minus(retention);
    }

    @Override
    public boolean delete(String id) {
        return isId(id) && bookkeeper.change(database -> database.remove(caller, id));
    }
}
