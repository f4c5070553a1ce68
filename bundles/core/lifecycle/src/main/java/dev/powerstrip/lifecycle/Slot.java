package dev.powerstrip.lifecycle;

import dev.powerstrip.lifecycle.RefusedException.Again;
import dev.powerstrip.line.ConfigFile;
import dev.powerstrip.line.PluginKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A plugin, or one instance of it: what is current, what drains, what was refused, why it is off. One thread. */
final class Slot {

    private final String id;
    private final PluginKind kind;
    private final String name;
    private final List<LiveRevision> draining = new ArrayList<>();
    private final Map<Target, Refusal> refusals = new LinkedHashMap<>();
    private Optional<LiveRevision> current = Optional.empty();
    private Optional<String> off = Optional.empty();
    private int revisions;

    /** @param id {@code KIND.NAME} or {@code KIND.NAME~INSTANCE}; @param name what it is leased by */
    Slot(String id, PluginKind kind, String name) {
        this.id = id;
        this.kind = kind;
        this.name = name;
    }

    String id() {
        return id;
    }

    PluginKind kind() {
        return kind;
    }

    String name() {
        return name;
    }

    int nextRevision() {
        return ++revisions;
    }

    Optional<LiveRevision> current() {
        return current;
    }

    void current(Optional<LiveRevision> live) {
        current = live;
    }

    List<LiveRevision> draining() {
        return draining;
    }

    Optional<String> off() {
        return off;
    }

    void off(Optional<String> why) {
        off = why;
    }

    Map<Target, Refusal> refusals() {
        return refusals;
    }

    Optional<Refusal> refusal(Target target) {
        return Optional.ofNullable(refusals.get(target));
    }

    void refuse(Target target, Refusal refusal) {
        refusals.put(target, refusal);
    }

    void accept(Target target) {
        refusals.remove(target);
    }

    /** Forgets what was refused of jars and settings that nobody wants any more. */
    void forgetRefusals(List<PluginJar> jars, ConfigFile file) {
        refusals.keySet().removeIf(target -> jars.stream().noneMatch(jar -> new Target(jar, file).equals(target)));
    }

    /**
     * A target that cannot be made current.
     *
     * @param state {@code refused}, or {@code failed} or {@code quarantined} if it had been current
     * @param again when it may be worth another try
     */
    record Refusal(int number, String state, String reason, Again again, Instant since) {

        /** The same, but worth another try with the next run. */
        Refusal tryAgain() {
            return new Refusal(number, state, reason, Again.WITH_THE_NEXT_CHANGE, since);
        }
    }
}
