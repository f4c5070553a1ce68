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
            throw new RefusedException("needs %s %s, this gateway offers %s: %s".formatted(name, range, offers(name),
                name.startsWith(SDK) ? "upgrade the gateway, or use an adapter built for it"
                    : "build it against the version that the SDK brings"));
        }
    }

    private static boolean isAllowed(String name) {
        return name.startsWith(SDK) || JAVA.stream().anyMatch(name::startsWith)
            || LIBRARIES.stream().anyMatch(library -> name.equals(library) || name.startsWith(library + "."));
    }

    private static String version(Clause wanted) {
        var version = wanted.getAttribute("version");
        return version == null ? "0" : version;
    }

    private String offers(String name) {
        var versions = offered.versions(name);
        return versions.isEmpty() ? "none"
            : versions.stream().map(Version::toString).collect(Collectors.joining(" and "));
    }
}
