package dev.powerstrip.lifecycle;

import dev.powerstrip.line.BadConfigurationException;
import dev.powerstrip.line.ConfigFiles;
import dev.powerstrip.line.PluginKind;
import dev.powerstrip.line.Plugins.ProviderInfo;
import dev.powerstrip.line.Revision;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Bundle;

/** Starts a revision beside what runs: bundle, configuration, instance. It serves nobody yet. One thread. */
final class Starter {

    /** A setting that every plugin gets: the folder below which it may keep files. */
    private static final String HOME = "powerstrip.home";

    private final PluginBundles bundles;
    private final Instances instances;
    private final ConfigFiles files;
    private final ProviderSwitch providers;
    private final StateFile state;
    private final Path home;
    private final Boundary boundary;

    Starter(PluginBundles bundles, Instances instances, ConfigFiles files, ProviderSwitch providers, StateFile state,
        Path home, Boundary boundary) {
        this.bundles = bundles;
        this.instances = instances;
        this.files = files;
        this.providers = providers;
        this.state = state;
        this.home = home;
        this.boundary = boundary;
    }

    LiveRevision start(Slot slot, Target target, int number) throws RefusedException {
        var jar = target.jar();
        var bundle = bundles.use(jar);
        boolean started = false;
        try {
            var provider = provider(slot, target);
            var instance = instances.make(jar, bundle, () -> settings(target, bundle));
            tryOut(slot, target, instance);
            started = true;
            return new LiveRevision(
                new Revision(jar.id().toString(), slot.name(), jar.version().toString(), jar.shortDigest(), number),
                target, instance, provider, Instant.now(), boundary);
        } catch (BadConfigurationException bad) {
            throw new RefusedException(bad.getMessage());
        } finally {
            if (!started) {
                bundles.release(jar);
            }
        }
    }

    private Optional<ProviderInfo> provider(Slot slot, Target target) throws BadConfigurationException {
        return slot.kind() == PluginKind.PROVIDER
            ? Optional.of(providers.info(slot.name(), target.jar(), target.file())) : Optional.empty();
    }

    private Map<String, Object> settings(Target target, Bundle bundle) throws BadConfigurationException {
        var file = target.jar().id().kind() == PluginKind.PROVIDER ? target.file().without(ProviderKeys.NAMES)
            : target.file();
        var settings = new HashMap<>(files.check(file, bundle, target.jar().component().pid()));
        settings.put(HOME, home.toString());
        return settings;
    }

    /**
     * What ran in the last run may wait for its first use; anything else has to show that it comes up. A provider waits with
     * everything, so that many cost no start anything; what every call needs is at least registered.
     */
    private void tryOut(Slot slot, Target target, Instance instance) throws RefusedException {
        boolean ran = state.ran(slot.id(), target);
        try {
            if (!ran) {
                instance.service();
            } else if (slot.kind() != PluginKind.PROVIDER) {
                instance.register();
            }
        } catch (RefusedException refused) {
            instances.end(instance);
            throw refused;
        }
    }
}
