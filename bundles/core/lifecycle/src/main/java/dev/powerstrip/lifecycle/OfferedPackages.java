package dev.powerstrip.lifecycle;

import static org.osgi.framework.namespace.PackageNamespace.PACKAGE_NAMESPACE;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;

/** The packages that the gateway's bundles export, as of now. Plugins export none. */
final class OfferedPackages {

    private final Map<String, Set<Version>> versions;

    private OfferedPackages(Map<String, Set<Version>> versions) {
        this.versions = versions;
    }

    static OfferedPackages of(BundleContext context) {
        return new OfferedPackages(Arrays.stream(context.getBundles())
            .flatMap(bundle -> bundle.adapt(BundleRevision.class).getDeclaredCapabilities(PACKAGE_NAMESPACE).stream())
            .collect(Collectors.groupingBy(OfferedPackages::name,
                Collectors.mapping(OfferedPackages::version, Collectors.toCollection(TreeSet::new)))));
    }

    private static String name(BundleCapability capability) {
        return (String) capability.getAttributes().get(PACKAGE_NAMESPACE);
    }

    private static Version version(BundleCapability capability) {
        return (Version) capability.getAttributes().getOrDefault("version", Version.emptyVersion);
    }

    boolean has(String name) {
        return versions.containsKey(name);
    }

    boolean has(String name, VersionRange range) {
        return versions(name).stream().anyMatch(range::includes);
    }

    Set<Version> versions(String name) {
        return versions.getOrDefault(name, Set.of());
    }
}
