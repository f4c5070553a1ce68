package dev.powerstrip.line;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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
     * @param state {@code current}, {@code draining}, {@code refused}, {@code failed}, {@code quarantined} or {@code stuck}
     * @param reason one sentence, where it is neither current nor draining
     */
    record RevisionStatus(int number, String version, String digest, String state, int leases, Instant since,
        Optional<String> reason) {}
}
