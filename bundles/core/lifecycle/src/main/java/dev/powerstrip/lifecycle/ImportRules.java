package dev.powerstrip.lifecycle;

import dev.powerstrip.line.PluginKind;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.felix.utils.manifest.Clause;
import org.apache.felix.utils.manifest.Parser;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;

/** What a plugin may import: the SDK, the libraries of its signatures and Java itself. All else is inside its jar. */
final class ImportRules {

    private static final String SDK = "dev.powerstrip.sdk.";
    private static final Set<String> LIBRARIES = Set.of("com.google.gson", "org.slf4j", "org.osgi.annotation",
        "org.osgi.service.component", "org.osgi.service.metatype.annotations");
    private static final List<String> JAVA = List.of("java.", "javax.", "org.w3c.dom", "org.xml.sax");

    private final OfferedPackages offered;

    ImportRules(OfferedPackages offered) {
        this.offered = offered;
    }

    void check(String header, PluginKind kind) throws RefusedException {
        var imports = header == null ? new Clause[0] : Parser.parseHeader(header);
        for (var clause : imports) {
            check(clause);
        }
        var contract = kind.contract().getPackageName();
        if (Arrays.stream(imports).noneMatch(clause -> clause.getName().equals(contract))) {
            throw new RefusedException(
                "does not import %s, which a %s plugin implements: give the SDK the scope provided, not its jar inside"
                    .formatted(contract, kind.word()));
        }
    }

    private void check(Clause wanted) throws RefusedException {
        var name = wanted.getName();
        boolean optional = "optional".equals(wanted.getDirective("resolution"));
        if (optional && !offered.has(name)) {
            return;
        }
        if (!isAllowed(name)) {
            throw new RefusedException(name.startsWith("dev.powerstrip.")
                ? "imports %s, which is the gateway's own; a plugin uses dev.powerstrip.sdk and nothing else of it"
                    .formatted(name)
                : "imports %s; a plugin imports the SDK, Gson and SLF4J and carries other libraries inside its jar"
                    .formatted(name));
        }
        var range = new VersionRange(version(wanted));
        if (!optional && !offered.has(name, range)) {
            throw new RefusedException(unavailable(name, range));
        }
    }

    private String unavailable(String name, VersionRange range) {
        var versions = offered.versions(name);
        if (name.startsWith(SDK)) {
            return unavailableSdk(name.substring(SDK.length()), range, versions);
        }
        return versions.isEmpty()
            ? "needs the package %s, which this gateway does not offer: carry it inside the jar".formatted(name)
            : "needs %s %s, this gateway offers %s: build it against the version that the SDK brings".formatted(name,
                shown(range), shown(versions));
    }

    /** Such as "needs provider SDK [3.1,4), this gateway offers 2.7: upgrade the gateway or use a plugin built for 2.x". */
    private static String unavailableSdk(String name, VersionRange range, Set<Version> versions) {
        if (versions.isEmpty()) {
            return "needs %s SDK %s, this gateway offers none: upgrade the gateway".formatted(name, shown(range));
        }
        var best = versions.stream().max(Version::compareTo).orElseThrow();
        boolean newer = range.getLeft().compareTo(best) > 0;
        return "needs %s SDK %s, this gateway offers %s: %suse a plugin built for %d.x".formatted(name, shown(range),
            shown(versions), newer ? "upgrade the gateway or " : "", best.getMajor());
    }

    private static String shown(Set<Version> versions) {
        return versions.stream().map(ImportRules::shown).collect(Collectors.joining(" and "));
    }

    private static String shown(VersionRange range) {
        return range.getRight() == null ? shown(range.getLeft()) + " or later"
            : range.getLeftType() + shown(range.getLeft()) + "," + shown(range.getRight()) + range.getRightType();
    }

    /** Without the zeros that nobody writes. */
    private static String shown(Version version) {
        return version.toString().replaceFirst("\\.0$", "").replaceFirst("\\.0$", "");
    }

    private static boolean isAllowed(String name) {
        return name.startsWith(SDK) || JAVA.stream().anyMatch(name::startsWith)
            || LIBRARIES.stream().anyMatch(library -> name.equals(library) || name.startsWith(library + "."));
    }

    private static String version(Clause wanted) {
        var version = wanted.getAttribute("version");
        return version == null ? "0" : version;
    }
}
