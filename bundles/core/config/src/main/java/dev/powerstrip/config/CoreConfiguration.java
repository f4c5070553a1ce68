package dev.powerstrip.config;

import dev.powerstrip.line.BadConfigurationException;
import dev.powerstrip.line.ConfigFile;
import java.io.IOException;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives the core's components their configuration: all of a file, or nothing of it. One thread. */
final class CoreConfiguration {

    private static final String CORE = "dev.powerstrip.";
    private static final String ANY_LOCATION = "?";
    private static final Logger LOG = LoggerFactory.getLogger(CoreConfiguration.class);

    private final BundleContext bundles;
    private final ConfigurationAdmin admin;
    private final Descriptions descriptions;
    private Map<String, ConfigFile> applied = Map.of();

    CoreConfiguration(BundleContext bundles, ConfigurationAdmin admin, Descriptions descriptions) {
        this.bundles = bundles;
        this.admin = admin;
        this.descriptions = descriptions;
    }

    /** Takes up what has changed since last time. */
    void apply(Map<String, ConfigFile> files) {
        var before = applied;
        applied = Map.copyOf(files);
        files.forEach((pid, file) -> {
            if (!file.equals(before.get(pid))) {
                change(pid, file);
            }
        });
        before.keySet().stream().filter(pid -> !files.containsKey(pid)).forEach(this::removed);
    }

    private void change(String pid, ConfigFile file) {
        try {
            var settings = descriptions.of(owner(pid, file), pid).check(file);
            admin.getConfiguration(pid, ANY_LOCATION).update(new Hashtable<>(settings));
            LOG.info("{} is in force", file.name());
        } catch (BadConfigurationException refused) {
            LOG.warn("Refused, and what was in force stays: {}", refused.getMessage());
        } catch (IOException failed) {
            LOG.error("{} could not be put in force", file.name(), failed);
        }
    }

    private Bundle owner(String pid, ConfigFile file) throws BadConfigurationException {
        var known = new HashMap<String, Bundle>();
        Arrays.stream(bundles.getBundles()).filter(CoreConfiguration::isCore)
            .forEach(bundle -> descriptions.pids(bundle).forEach(own -> known.put(own, bundle)));
        return Optional.ofNullable(known.get(pid)).orElseThrow(() -> new BadConfigurationException(
            "%s: nothing is configured by this name; known: %s, and KIND.NAME for plugins".formatted(file.name(),
                String.join(", ", new TreeSet<>(known.keySet())))));
    }

    private static boolean isCore(Bundle bundle) {
        return bundle.getSymbolicName() != null && bundle.getSymbolicName().startsWith(CORE)
            && !bundle.getLocation().startsWith("powerstrip:");
    }

    private void removed(String pid) {
        try {
            admin.getConfiguration(pid, ANY_LOCATION).delete();
            LOG.info("etc/{}{} is gone; the defaults are in force", pid, ConfigFile.ENDING);
        } catch (IOException failed) {
            LOG.error("The configuration of {} could not be taken back", pid, failed);
        }
    }
}
