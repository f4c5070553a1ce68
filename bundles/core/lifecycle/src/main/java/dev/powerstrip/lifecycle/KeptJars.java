package dev.powerstrip.lifecycle;

import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Our copies of jars that may lie in no folder any more, verified again before they are used. One thread. */
final class KeptJars {

    private static final Logger LOG = LoggerFactory.getLogger(KeptJars.class);

    private final JarStore store;
    private final JarCheck check;
    private final TrustSource trust;

    KeptJars(JarStore store, JarCheck check, TrustSource trust) {
        this.store = store;
        this.check = check;
        this.trust = trust;
    }

    /** Empty if there is no copy, or if it may not be used. */
    Optional<PluginJar> find(String digest) {
        var copy = store.copy(digest);
        if (copy.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(check.check(copy.get(), digest, trust.trust()));
        } catch (RefusedException refused) {
            LOG.warn("The kept jar {} is not used: it {}", digest, refused.getMessage());
            return Optional.empty();
        } catch (IOException unreadable) {
            LOG.warn("The kept jar {} cannot be read", digest, unreadable);
            return Optional.empty();
        }
    }
}
