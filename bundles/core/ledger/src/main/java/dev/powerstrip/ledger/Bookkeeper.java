package dev.powerstrip.ledger;

import dev.powerstrip.line.Journal;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does all SQL, on one thread of its own: carries the journal's records and the keys' changes into the database, opens
 * it again when it was away, and answers questions.
 */
final class Bookkeeper {

    private static final Logger LOG = LoggerFactory.getLogger(Bookkeeper.class);
    private static final int BATCH = 1000;
    private static final Duration TICK = Duration.ofSeconds(1);
    /** The start of the gateway needs the processor more than the ledger does. */
    private static final Duration AFTER_START = Duration.ofSeconds(3);
    private static final Duration LAST_BACKOFF = Duration.ofSeconds(30);
    private static final Duration REFRESH = Duration.ofSeconds(10);
    private static final Duration ENDING = Duration.ofSeconds(10);
    private static final Duration CLEANING = Duration.ofHours(1);
    /** How many changes are put on the disk together at most. */
    private static final int ROUND = 200;

    private final Connector connector;
    private final Journal journal;
    private final Keys keys;
    private final boolean shared;
    private final Duration retention;
    private final Duration patience;
    private final Clock clock;
    private final BlockingQueue<Task<?>> tasks = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::run, "ledger");
    private Optional<Database> database = Optional.empty();
    private Optional<Journal.Cursor> cursor = Optional.empty();
    private Optional<String> problem = Optional.empty();
    private Duration backoff = TICK;
    private Instant openAt;
    private Instant refreshAt = Instant.MIN;
    private Instant cleanAt = Instant.MIN;
    private boolean mayRepeat = true;
    private boolean behind;
    private volatile boolean ending;

    /** A question to the database. */
    interface Question<T> {

        T ask(Database database) throws SQLException;
    }

    /**
     * @param shared whether other gateways change the same keys
     * @param retention how long answers are kept
     * @param patience how long those who ask wait for the database; those who want something kept, three times as long
     */
    Bookkeeper(Connector connector, Journal journal, Keys keys, boolean shared, Duration retention, Duration patience,
        Clock clock) {
        this.connector = connector;
        this.journal = journal;
        this.keys = keys;
        this.shared = shared;
        this.retention = retention;
        this.patience = patience;
        this.clock = clock;
        this.openAt = clock.instant().plus(AFTER_START);
        thread.setDaemon(true);
        thread.setContextClassLoader(Bookkeeper.class.getClassLoader());
    }

    void start() {
        thread.start();
    }

    /** Asks the database, which has every record that the journal has by now unless there are very many. */
    <T> T ask(Question<T> question) {
        return answered(new Task<>(question, false), patience);
    }

    /** Has the database changed; the change is on the disk when this returns. */
    <T> T change(Question<T> change) {
        return answered(new Task<>(change, true), patience.multipliedBy(3));
    }

    private <T> T answered(Task<T> task, Duration atMost) {
        tasks.add(task);
        try {
            return task.answer.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException tooLate) {
            throw unavailable(tooLate);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw unavailable(interrupted);
        } catch (ExecutionException failed) {
            throw unavailable(failed.getCause());
        }
    }

    /** What is wrong with the database is for the log: it may name hosts and users. */
    private static GatewayException unavailable(Throwable cause) {
        return new GatewayException(ErrorType.UNAVAILABLE,
            "the ledger's database does not answer right now; nothing is lost, try again later", cause);
    }

    private void run() {
        try {
            while (!ending) {
                turn(round());
            }
        } catch (InterruptedException stopped) {
            LOG.warn("the ledger's thread was interrupted and ends");
        }
        cursor.ifPresent(Journal.Cursor::close);
        closeDatabase();
    }

    /** The next question, if one comes in time; changes that wait already go together, as the disk is what takes long. */
    private List<Task<?>> round() throws InterruptedException {
        var round = new ArrayList<Task<?>>();
        var next = tasks.poll(TICK.toMillis(), TimeUnit.MILLISECONDS);
        while (next != null) {
            round.add(next);
            var after = tasks.peek();
            next = next.changes && after != null && after.changes && round.size() < ROUND ? tasks.poll() : null;
        }
        return round;
    }

    private void turn(List<Task<?>> asked) throws InterruptedException {
        try {
            openIfDue(!asked.isEmpty());
            if (database.isPresent()) {
                catchUp(database.get());
                clean(database.get());
                answer(asked, database.get());
            }
        } catch (SQLException | RuntimeException failed) {
            lost(failed);
        }
        asked.forEach(task -> task.refuse(problem.orElse("it is not open")));
    }

    private void clean(Database open) throws SQLException {
        if (!clock.instant().isBefore(cleanAt)) {
            open.removeAnswers(clock.instant().minus(retention));
            cleanAt = clock.instant().plus(CLEANING);
        }
    }

    private static void answer(List<Task<?>> asked, Database open) throws SQLException {
        for (var task : asked) {
            task.work(open);
        }
        if (!asked.isEmpty() && asked.get(0).changes) {
            open.commit();
        }
        asked.forEach(Task::tell);
    }

    private void openIfDue(boolean asked) throws SQLException {
        boolean firstQuestion = asked && problem.isEmpty();
        if (database.isPresent() || !firstQuestion && clock.instant().isBefore(openAt)) {
            return;
        }
        database = Optional.of(connector.open());
        mayRepeat = true;
        refreshAt = Instant.MIN;
        problem.ifPresent(past -> LOG.info("the ledger's database is there again"));
        problem = Optional.empty();
        backoff = TICK;
    }

    private void lost(Exception failure) {
        closeDatabase();
        if (problem.isEmpty()) {
            LOG.warn("the ledger's database cannot be used, records wait in the journal: {}", failure.getMessage());
        }
        problem = Optional.of(String.valueOf(failure.getMessage()));
        openAt = clock.instant().plus(backoff);
        var doubled = backoff.multipliedBy(2);
        backoff = doubled.compareTo(LAST_BACKOFF) > 0 ? LAST_BACKOFF : doubled;
    }

    private void closeDatabase() {
        try {
            if (database.isPresent()) {
                database.get().close();
            }
        } catch (SQLException failed) {
            LOG.debug("the connection to the ledger's database could not be closed: {}", failed.getMessage());
        }
        database = Optional.empty();
    }

    private void catchUp(Database open) throws SQLException, InterruptedException {
        try {
            saveKeys(open);
            carryRecords(open);
            behind = false;
        } catch (IOException | GatewayException failed) {
            if (!behind) {
                LOG.warn("the ledger falls behind, nothing is lost: {}", failed.getMessage());
            }
            behind = true;
        }
    }

    /** A database that knows no key at all is a new one and is told of every key. */
    private void saveKeys(Database open) throws SQLException {
        var state = keys.state();
        if (state.unsaved().isEmpty() && clock.instant().isBefore(refreshAt)) {
            return;
        }
        var stored = open.keys();
        var unsaved = stored.isEmpty() ? state.keys().keySet() : state.unsaved().keySet();
        if (!unsaved.isEmpty()) {
            open.save(unsaved, state.keys());
            stored = open.keys();
        }
        keys.adopt(stored, state.unsaved());
        refreshAt = shared ? clock.instant().plus(REFRESH) : Instant.MAX;
    }

    /** The database has a batch before the cursor moves on; one that comes again is recognised by its ids. */
    private void carryRecords(Database open) throws SQLException, IOException, InterruptedException {
        if (cursor.isEmpty()) {
            cursor = Optional.of(journal.cursor("ledger"));
        }
        int carried;
        do {
            var batch = cursor.get().read(BATCH, Duration.ZERO);
            carried = batch.size();
            if (carried > 0) {
                open.add(batch, mayRepeat);
                mayRepeat = true;
                cursor.get().advance();
                mayRepeat = false;
            }
        } while (carried == BATCH && tasks.isEmpty() && !ending);
    }

    void close() throws InterruptedException {
        ending = true;
        tasks.add(new Task<>(open -> true, false));
        thread.join(ENDING.toMillis());
        if (thread.isAlive()) {
            LOG.warn("the ledger's database does not answer; its records wait in the journal");
        }
    }

    /** A question, and who waits for its answer. */
    private static final class Task<T> {

        private final Question<T> question;
        private final boolean changes;
        private final CompletableFuture<T> answer = new CompletableFuture<>();
        private Optional<T> found = Optional.empty();

        Task(Question<T> question, boolean changes) {
            this.question = question;
            this.changes = changes;
        }

        void work(Database open) throws SQLException {
            found = Optional.of(question.ask(open));
        }

        void tell() {
            found.ifPresent(answer::complete);
        }

        /** Does nothing if it was answered. */
        void refuse(String why) {
            answer.completeExceptionally(new SQLException(why));
        }
    }
}
