package dev.powerstrip.line;

import java.util.Map;
import org.osgi.framework.Bundle;

/** The operator's configuration files for plugins, as they are now. Thread-safe. */
public interface ConfigFiles {

    /**
     * Every file that configures a plugin or an instance of one, by its stem: those in the home's {@code etc} before those
     * of the same name in the installation's. A file that cannot be read is there too, and says why.
     */
    Map<String, ConfigFile> plugins();

    /**
     * Runs whenever {@link #plugins()} answers otherwise, on the watcher's thread; must not block.
     *
     * @return forgets the listener
     */
    Cancellation.Registration onChange(Runnable listener);

    /**
     * The settings of a file with their types, as a bundle's Metatype describes them.
     *
     * @param pid whose description to use; where the bundle has none there are no settings
     * @throws BadConfigurationException naming the first setting that is unknown, missing or of a wrong type
     */
    Map<String, Object> check(ConfigFile file, Bundle bundle, String pid) throws BadConfigurationException;
}
