package dev.powerstrip.lifecycle;

import dev.powerstrip.lifecycle.RefusedException.Again;
import dev.powerstrip.line.ConfigFile;
import dev.powerstrip.line.Pin;
import dev.powerstrip.line.PluginKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A plugin, or one instance of it: what serves, what drains, what was refused or taken back, why it is off. One thread. */
final class Slot {

    private final String id;
    private final PluginKind kind;
    private final String name;
    private final List<LiveRevision> draining = new ArrayList<>();
    private final Map<Target, Refusal> refusals = new LinkedHashMap<>();
    private final Map<Pin, LiveRevision> pinned = new LinkedHashMap<>();
    private final List<Held> held = new ArrayList<>();
    private Optional<LiveRevision> current = Optional.empty();
    private Optional<Order> order = Optional.empty();
    private Optional<Trial> trial = Optional.empty();
    private Optional<String> off = Optional.empty();
    private List<PluginJar> wanted = List.of();
    private Engines engines = Engines.NONE;
    private ConfigFile file;
    private int revisions;

    /** @param id {@code KIND.NAME} or {@code KIND.NAME~INSTANCE}; @param name what it is leased by */
    Slot(String id, PluginKind kind, String name) {
        this.id = id;
        this.kind = kind;
        this.name = name;
        this.file = ConfigFile.absent(id);
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

    /** Takes down what the folders say now: the jars, best first, and the file. */
    void wanted(List<PluginJar> jars, ConfigFile settings) {
        wanted = List.copyOf(jars);
        file = settings;
    }

    List<PluginJar> wanted() {
        return wanted;
    }

    /** The best one that is the jar of that digest, or runs on it, and was not taken back. */
    Optional<PluginJar> wanted(String digest) {
        return wanted.stream().filter(jar -> jar.runs(digest) && !isTakenBack(jar)).findFirst();
    }

    boolean isTakenBack(PluginJar jar) {
        return held.stream().anyMatch(one -> one.isJar() && jar.runs(one.jar()));
    }

    boolean isOrdered(PluginJar jar) {
        return order.filter(one -> jar.runs(one.jar())).isPresent();
    }

    /** What its jars run on if they have no code. */
    Engines engines() {
        return engines;
    }

    void engines(Engines offered) {
        engines = offered;
    }

    ConfigFile file() {
        return file;
    }

    /** The id of the plugin that it is, or is an instance of. */
    String plugin() {
        int tilde = id.indexOf('~');
        return tilde < 0 ? id : id.substring(0, tilde);
    }

    /** Every revision that exists, draining ones too. */
    List<LiveRevision> running() {
        var all = new LinkedHashSet<LiveRevision>();
        current.ifPresent(all::add);
        trial.ifPresent(one -> all.add(one.newer()));
        all.addAll(pinned.values());
        all.addAll(draining);
        return List.copyOf(all);
    }

    /** Which jar is to be tried out. */
    Optional<Order> order() {
        return order;
    }

    void order(Optional<Order> wanted) {
        order = wanted;
    }

    Optional<Trial> trial() {
        return trial;
    }

    void trial(Optional<Trial> running) {
        trial = running;
    }

    /** What was taken back. */
    List<Held> held() {
        return held;
    }

    /** The revisions that keys are pinned to and that would not run otherwise. */
    Map<Pin, LiveRevision> pinned() {
        return pinned;
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
