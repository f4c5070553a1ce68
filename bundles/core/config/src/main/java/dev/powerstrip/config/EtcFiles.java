package dev.powerstrip.config;

import dev.powerstrip.line.BadConfigurationException;
import dev.powerstrip.line.Cancellation;
import dev.powerstrip.line.ConfigFile;
import dev.powerstrip.line.ConfigFiles;
import dev.powerstrip.line.FolderWatch;
import dev.powerstrip.line.Home;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.MetaTypeService;

/** Reads {@code etc/*.cfg.json}, gives the core its part, and shows the plugins' part to whoever configures plugins. */
@Component(immediate = true)
public final class EtcFiles implements ConfigFiles {

    private final Descriptions descriptions;
    private final CoreConfiguration core;
    private final EtcFolder folder;
    private final FolderWatch.Watched watch;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Map<String, ConfigFile> plugins = Map.of();

    /** When this returns, the core's configuration is in Configuration Admin: what starts later starts with it. */
    @Activate
    public EtcFiles(BundleContext bundles, @Reference FolderWatch folders, @Reference ConfigurationAdmin admin,
        @Reference MetaTypeService metatype) {
        var home = Home.of(bundles);
        descriptions = new Descriptions(metatype);
        core = new CoreConfiguration(bundles, admin, descriptions);
        folder = new EtcFolder(home.etc());
        synchronized (this) {
            watch = folders.watch(List.of(home.etc(), home.installation().resolve("etc")), ConfigFile.ENDING,
                this::changed);
            changed();
        }
    }

    @Deactivate
    void stop() {
        watch.close();
    }

    private synchronized void changed() {
        var files = folder.read(watch.files());
        core.apply(only(files, stem -> !EtcFolder.isPlugin(stem)));
        var before = plugins;
        plugins = only(files, EtcFolder::isPlugin);
        if (!plugins.equals(before)) {
            listeners.forEach(Runnable::run);
        }
    }

    private static Map<String, ConfigFile> only(Map<String, ConfigFile> files, Predicate<String> stems) {
        return files.entrySet().stream().filter(file -> stems.test(file.getKey()))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Override
    public Map<String, ConfigFile> plugins() {
        return plugins;
    }

    @Override
    public Cancellation.Registration onChange(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public Map<String, Object> check(ConfigFile file, Bundle bundle, String pid) throws BadConfigurationException {
        return descriptions.of(bundle, pid).check(file);
    }
}
