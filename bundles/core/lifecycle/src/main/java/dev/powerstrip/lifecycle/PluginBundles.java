package dev.powerstrip.lifecycle;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bundles of the jars in use: each is installed for its first revision and gone with its last. One thread. */
final class PluginBundles {

    private static final Logger LOG = LoggerFactory.getLogger(PluginBundles.class);
    private static final Pattern MISSING = Pattern.compile("missing requirement \\[.*?\\)\\] (.*?)(?: Unresolved|$)");

    private final BundleContext context;
    private final Map<String, Use> uses = new HashMap<>();

    PluginBundles(BundleContext context) {
        this.context = context;
    }

    /** The jar's bundle, or that of its engine, resolved; each call is answered by one of {@link #release}. */
    Bundle use(PluginJar jar) throws RefusedException {
        var code = jar.code();
        var use = uses.get(code.digest());
        if (use == null) {
            use = new Use(install(code));
            uses.put(code.digest(), use);
        }
        use.count++;
        return use.bundle;
    }

    private Bundle install(PluginJar jar) throws RefusedException {
        try (var bytes = JarStore.open(jar)) {
            var bundle = context.installBundle(jar.location(), bytes);
            resolve(bundle);
            return bundle;
        } catch (BundleException | IOException failed) {
            throw new RefusedException("cannot be installed: " + failed.getMessage());
        }
    }

    private void resolve(Bundle bundle) throws BundleException, RefusedException {
        var framework = context.getBundle(0).adapt(FrameworkWiring.class);
        if (framework.resolveBundles(List.of(bundle))) {
            return;
        }
        try {
            bundle.start(Bundle.START_TRANSIENT);
        } catch (BundleException unresolved) {
            bundle.uninstall();
            throw new RefusedException("does not resolve, because this gateway offers no %s: carry it inside the jar"
                .formatted(missing(unresolved)));
        }
    }

    private static String missing(BundleException unresolved) {
        var missing = MISSING.matcher(String.valueOf(unresolved.getMessage()));
        return missing.find() ? missing.group(1) : unresolved.getMessage();
    }

    void release(PluginJar jar) {
        var digest = jar.code().digest();
        var use = uses.get(digest);
        use.count--;
        if (use.count == 0) {
            uses.remove(digest);
            uninstall(use.bundle);
        }
    }

    private static void uninstall(Bundle bundle) {
        try {
            bundle.uninstall();
        } catch (BundleException failed) {
            LOG.error("{} could not be uninstalled", bundle, failed);
        }
    }

    /** A bundle and how many revisions use it. */
    private static final class Use {

        private final Bundle bundle;
        private int count;

        Use(Bundle bundle) {
            this.bundle = bundle;
        }
    }
}
