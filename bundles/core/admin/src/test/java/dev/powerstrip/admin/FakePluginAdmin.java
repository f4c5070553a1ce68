package dev.powerstrip.admin;

import dev.powerstrip.line.Pin;
import dev.powerstrip.line.PluginAdmin;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A list of plugins; a jar whose bytes say {@code bad} is refused. */
final class FakePluginAdmin implements PluginAdmin {

    final List<PluginStatus> plugins = new ArrayList<>();
    final List<String> done = new ArrayList<>();
    volatile boolean settled;
    boolean uploads;
    final List<String> downgrades = new ArrayList<>();

    static PluginStatus current(String id) {
        return new PluginStatus(id, id.substring(0, id.indexOf('.')), Optional.empty(), List.of(new RevisionStatus(1,
            "1.0.0", "0123456789ab", "current", 2, Instant.parse("2026-11-22T10:00:00Z"), Optional.empty())));
    }

    static PluginStatus off(String id, String why) {
        return new PluginStatus(id, id.substring(0, id.indexOf('.')), Optional.of(why), List.of());
    }

    static PluginStatus refused(String file, String why) {
        return new PluginStatus(file, "", Optional.empty(),
            List.of(new RevisionStatus(0, "", "ba9876543210", "refused", 0,
                Instant.parse("2026-11-22T10:00:00Z"), Optional.of(why))));
    }

    @Override
    public List<PluginStatus> plugins() {
        return plugins;
    }

    @Override
    public boolean settled() {
        return settled;
    }

    @Override
    public boolean takesUploads() {
        return uploads;
    }

    @Override
    public PluginStatus add(String fileName, InputStream jar) throws IOException {
        if (new String(jar.readAllBytes(), StandardCharsets.UTF_8).equals("bad")) {
            throw new GatewayException(ErrorType.UNPROCESSABLE, fileName + " is no bundle");
        }
        plugins.add(current("provider." + fileName.substring(0, fileName.length() - 4)));
        return plugins.get(plugins.size() - 1);
    }

    @Override
    public void allowDowngrade(String digest) {
        downgrades.add(digest);
    }

    @Override
    public PluginStatus add(String fileName, InputStream jar, Steps steps) throws IOException {
        done.add("add %s %s %s".formatted(fileName, steps.percents(), steps.step()));
        return add(fileName, jar);
    }

    @Override
    public PluginStatus canary(String id, String revision, Steps steps) {
        done.add("canary %s %s %s %s".formatted(id, revision, steps.percents(), steps.step()));
        return current(id);
    }

    @Override
    public PluginStatus release(String id) {
        done.add("release " + id);
        return current(id);
    }

    @Override
    public PluginStatus rollback(String id, String why) {
        done.add("rollback %s: %s".formatted(id, why));
        return current(id);
    }

    @Override
    public List<Event> log(String id) {
        return List.of(new Event(Instant.parse("2026-11-22T10:00:00Z"), id.isEmpty() ? "provider.any" : id, "1.0.0",
            "current", "is current"));
    }

    @Override
    public void pin(Pin pin) {
        if (pin.revision().startsWith("9")) {
            throw new GatewayException(ErrorType.INVALID_REQUEST, "there is no " + pin);
        }
        done.add("pin " + pin);
    }

    @Override
    public void pinsChanged() {
        done.add("pins changed");
    }

    @Override
    public void remove(String id) {
        if (!plugins.removeIf(plugin -> plugin.id().equals(id))) {
            throw new GatewayException(ErrorType.NOT_FOUND, id);
        }
    }
}
