package dev.powerstrip.line;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What an operator sees and does of plugins. Thread-safe. */
public interface PluginAdmin {

    /** Every plugin known, refused jars among them. */
    List<PluginStatus> plugins();

    /** True once each jar of the first scan is current, off or refused. */
    boolean settled();

    /** What plugins did that keeps the gateway from serving as it should; empty if it can. */
    default Optional<String> hindrance() {
        return Optional.empty();
    }

    /** True if the operator lets jars come from anywhere, false if only from loopback. */
    default boolean takesUploads() {
        return false;
    }

    /**
     * Puts a jar into the drop-in folder and waits until it is current or refused.
     *
     * @throws dev.powerstrip.sdk.error.GatewayException with the reason, if it is refused; the file is gone then
     */
    PluginStatus add(String fileName, InputStream jar) throws IOException;

    /** Lets the jar of that SHA-256 (hexadecimal) in once, also if it is older than what runs of its plugin, or has run. */
    void allowDowngrade(String digest);

    /**
     * Puts a jar into the drop-in folder and waits until it is tried out on a share of the requests, or is refused. What is
     * current stays so until then; where nothing is, it is made current at once.
     */
    PluginStatus add(String fileName, InputStream jar, Steps steps) throws IOException;

    /**
     * Tries a revision out on a share of the requests, or gives it another share.
     *
     * @param id {@code provider.NAME} or {@code provider.NAME~INSTANCE}
     * @param revision its number, its version, or the beginning of its digest: one of the last three jars or of the folder
     * @throws dev.powerstrip.sdk.error.GatewayException if there is none, or it cannot be used
     */
    PluginStatus canary(String id, String revision, Steps steps);

    /**
     * Goes back: from a revision that is tried out to the current one, else from the current one to the one before it.
     * Survives a restart; holds until another jar comes.
     *
     * @param why one sentence, for people
     * @throws dev.powerstrip.sdk.error.GatewayException if there is nothing to go back to, or it does not come up any more
     */
    PluginStatus rollback(String id, String why);

    /**
     * Lets what is quarantined try again at once, as a new instance of which one failure is enough to send it back. How often
     * it was there before does not count any more.
     *
     * @throws dev.powerstrip.sdk.error.GatewayException if nothing of that plugin is quarantined
     */
    PluginStatus release(String id);

    /** What happened to plugins, the latest last; of one of them, or of all where the id is empty. */
    List<Event> log(String id);

    /**
     * Sees to it that a revision runs and goes on running while a key is pinned to it.
     *
     * @throws dev.powerstrip.sdk.error.GatewayException if there is none, or it cannot be used
     */
    void pin(Pin pin);

    /** Looks again which revisions keys are pinned to. */
    void pinsChanged();

    /**
     * Takes the plugin's jars out of the drop-in folder; they are drained and gone.
     *
     * @throws dev.powerstrip.sdk.error.GatewayException if there is none: built-in plugins stay
     */
    void remove(String id) throws IOException;

    /**
     * One plugin, or one instance of it.
     *
     * @param id {@code KIND.NAME}, or {@code KIND.NAME~INSTANCE}; a refused jar that names none is listed by its file
     * @param off why it is not in use though nothing is wrong with it, such as a missing credential
     */
    record PluginStatus(String id, String kind, Optional<String> off, List<RevisionStatus> revisions) {}

    /**
     * One revision.
     *
     * @param state {@code current}, {@code canary}, {@code pinned}, {@code draining}, {@code refused}, {@code failed},
     *        {@code quarantined} or {@code stuck}
     * @param reason one sentence, where it neither serves nor drains, or was taken back
     * @param trial how far it is, where it is tried out
     */
    record RevisionStatus(int number, String version, String digest, String state, int leases, Instant since,
        Optional<String> reason, Optional<TrialStatus> trial) {

        public RevisionStatus(int number, String version, String digest, String state, int leases, Instant since,
            Optional<String> reason) {
            this(number, version, digest, state, leases, since, reason, Optional.empty());
        }
    }

    /**
     * How a trial goes.
     *
     * @param percent the share of the requests that it gets
     * @param steps the shares it is to get one after the other
     * @param step how long each is kept at least
     * @param requests how many have ended, and of them how many went wrong; then the same of the current revision
     * @param next what it waits for, one sentence
     */
    record TrialStatus(int percent, List<Integer> steps, Duration step, long requests, long faulty,
        long currentRequests, long currentFaulty, String next) {}

    /**
     * The shares of a trial, in percent, one after the other. At 100 the revision is made current; after a last one below
     * that it stays as it is until told otherwise.
     *
     * @param step how long each is kept at least
     */
    record Steps(List<Integer> percents, Duration step) {

        /** @throws GatewayException if they do not rise from 0 to at most 100 */
        public Steps {
            percents = List.copyOf(percents);
            if (percents.isEmpty() || !isRising(percents) || percents.get(0) < 0
                || percents.get(percents.size() - 1) > 100) {
                throw new GatewayException(ErrorType.INVALID_REQUEST,
                    "the shares of a canary are rising percentages from 0 to 100, such as 5,25,100");
            }
            if (step.isNegative() || step.isZero()) {
                throw new GatewayException(ErrorType.INVALID_REQUEST, "a canary's step has to last for some time");
            }
        }

        private static boolean isRising(List<Integer> percents) {
            return IntStream.range(1, percents.size()).allMatch(i -> percents.get(i - 1) < percents.get(i));
        }
    }

    /**
     * Something that happened to a plugin.
     *
     * @param plugin {@code KIND.NAME} or {@code KIND.NAME~INSTANCE}
     * @param what one word: {@code current}, {@code canary}, {@code rolled-back}, {@code refused}, {@code drained}...
     * @param text one sentence
     */
    record Event(Instant when, String plugin, String revision, String what, String text) {}
}
