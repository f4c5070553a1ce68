package dev.powerstrip.lifecycle;

import dev.powerstrip.sdk.plugin.PluginName;
import dev.powerstrip.sdk.plugin.UpstreamDefaults;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipException;
import org.apache.felix.utils.manifest.Clause;
import org.apache.felix.utils.manifest.Parser;
import org.osgi.framework.Version;

/** Decides by what a jar is, and whose, whether it may be used as a plugin. Nothing of it runs. */
final class JarCheck {

    /** Java N writes class files of the major version N + 44. */
    private static final int CLASS_VERSIONS_BEFORE_JAVA = 44;
    private static final String MODELS = "POWERSTRIP-INF/models.json";
    private static final Map<String, String> FORBIDDEN = new LinkedHashMap<>();

    static {
        FORBIDDEN.put("Export-Package",
            "exports packages, so that replacing it would disturb others: remove Export-Package");
        FORBIDDEN.put("Require-Bundle",
            "requires other bundles: remove Require-Bundle and import the SDK's packages instead");
        FORBIDDEN.put("DynamicImport-Package",
            "imports packages dynamically: remove DynamicImport-Package and carry what it needs inside the jar");
        FORBIDDEN.put("Bundle-Activator",
            "has a bundle activator: remove Bundle-Activator, a plugin is a declarative component");
        FORBIDDEN.put("Bundle-NativeCode",
            "brings native code, which cannot be unloaded: run that as a server of its own and call it");
    }

    private final ImportRules imports;
    private final int runningJava;

    JarCheck(ImportRules imports, int runningJava) {
        this.imports = imports;
        this.runningJava = runningJava;
    }

    /**
     * What the jar is.
     *
     * @param trust judges whose it is, before anything else of it is looked at
     * @throws RefusedException if it is not fit to be a plugin
     * @throws IOException if it could not be read
     */
    PluginJar check(Path copy, String digest, Trust trust) throws RefusedException, IOException {
        try (var jar = new JarFile(copy.toFile(), false)) {
            var manifest = jar.getManifest();
            var headers = manifest == null ? new Attributes() : manifest.getMainAttributes();
            var id = id(headers);
            try {
                var signer = trust.signer(copy, digest, id);
                return check(jar, headers, id, copy, digest, signer);
            } catch (RefusedException refused) {
                throw refused.of(id);
            }
        } catch (ZipException | EOFException noJar) {
            throw new RefusedException("is no jar, or was copied only in part: copy it again");
        } catch (IllegalArgumentException malformed) {
            throw new RefusedException("has a manifest that cannot be read: " + malformed.getMessage());
        }
    }

    private static PluginId id(Attributes headers) throws RefusedException {
        if (headers.getValue("Bundle-SymbolicName") == null) {
            throw new RefusedException("is a library, not a plugin: plugins carry their libraries inside, "
                + "and shared ones belong into lib/ of the installation");
        }
        if (headers.getValue("Fragment-Host") != null) {
            throw new RefusedException("is a fragment, which would become part of another bundle: "
                + "a plugin is a bundle of its own");
        }
        var id = headers.getValue(PluginName.HEADER);
        if (id == null) {
            throw new RefusedException(
                ("is a bundle but no plugin, because it has no %s header: annotate its component "
                    + "with @PluginName, or put it into lib/ of the installation if it is a library")
                    .formatted(PluginName.HEADER));
        }
        return PluginId.said(id);
    }

    private PluginJar check(JarFile jar, Attributes headers, PluginId id, Path copy, String digest, String signer)
        throws RefusedException, IOException {
        for (var forbidden : FORBIDDEN.entrySet()) {
            if (headers.getValue(forbidden.getKey()) != null) {
                throw new RefusedException(forbidden.getValue());
            }
        }
        var descriptor = DescriptorReader.read(jar, id);
        var origin = new Origin(vendor(headers), signer);
        if (descriptor.isPresent()) {
            return PluginJar.described(id, version(headers), digest, copy, models(jar), descriptor.get(), origin);
        }
        checkMovesAlone(headers);
        checkClasses(jar);
        imports.check(headers.getValue("Import-Package"), id.kind());
        return new PluginJar(id, version(headers), digest, copy,
            component(jar, headers, id), UpstreamHeader.of(headers.getValue(UpstreamDefaults.HEADER)), models(jar),
            origin);
    }

    /** Where one version comes beside another, and goes, no other bundle may have to be taken along. */
    private static void checkMovesAlone(Attributes headers) throws RefusedException {
        if (Boolean.parseBoolean(clauses(headers, "Bundle-SymbolicName")[0].getDirective("singleton"))) {
            throw new RefusedException("would need another bundle to move, because of a singleton there is one version "
                + "only: remove singleton:=true from Bundle-SymbolicName");
        }
        for (var capability : clauses(headers, "Provide-Capability")) {
            if (!capability.getName().equals("osgi.service")) {
                throw new RefusedException(
                    ("would need other bundles to move, those wired to its capability %s: remove "
                        + "Provide-Capability").formatted(capability.getName()));
            }
        }
    }

    private static Clause[] clauses(Attributes headers, String name) {
        var header = headers.getValue(name);
        return header == null ? new Clause[0] : Parser.parseHeader(header);
    }

    private static String vendor(Attributes headers) {
        var vendor = headers.getValue("Bundle-Vendor");
        return vendor == null ? "" : vendor.strip();
    }

    private static Version version(Attributes headers) {
        return Version.parseVersion(headers.getValue("Bundle-Version"));
    }

    private void checkClasses(JarFile jar) throws RefusedException, IOException {
        for (var entries = jar.entries(); entries.hasMoreElements();) {
            var entry = entries.nextElement();
            if (entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/")) {
                int java = javaOf(jar, entry);
                if (java > runningJava) {
                    throw new RefusedException(
                        "was built for Java %d, this gateway runs on %d: start it with a newer JDK"
                            .formatted(java, runningJava));
                }
            }
        }
    }

    private static int javaOf(JarFile jar, JarEntry entry) throws IOException {
        try (var file = new DataInputStream(jar.getInputStream(entry))) {
            int magicAndMinorVersion = 6;
            file.skipNBytes(magicAndMinorVersion);
            return file.readUnsignedShort() - CLASS_VERSIONS_BEFORE_JAVA;
        }
    }

    private static PluginComponent component(JarFile jar, Attributes headers, PluginId id)
        throws RefusedException, IOException {
        var components = components(jar, clauses(headers, "Service-Component"));
        var services = id.kind().services().stream().map(Class::getName).toList();
        if (components.size() > 1) {
            throw new RefusedException("has %d components: a plugin is one component, which may have several interfaces"
                .formatted(components.size()));
        }
        if (components.isEmpty() || Collections.disjoint(components.get(0).provides(), services)) {
            throw new RefusedException("has no component that is a %s, which a %s plugin is used by"
                .formatted(String.join(" or ", services), id.kind().word()));
        }
        var component = components.get(0);
        if (!component.configurationRequired()) {
            throw new RefusedException("has a component that does without configuration: say "
                + "@Component(configurationPolicy = ConfigurationPolicy.REQUIRE), for versions to run side by side");
        }
        if (component.immediate()) {
            throw new RefusedException("has an immediate component: remove immediate = true, the gateway activates it");
        }
        return component;
    }

    private static List<PluginComponent> components(JarFile jar, Clause[] files) throws RefusedException, IOException {
        var found = new ArrayList<PluginComponent>();
        for (var clause : files) {
            var entry = jar.getJarEntry(clause.getName());
            if (entry == null) {
                throw new RefusedException("lacks the component description %s that its manifest names: build it again"
                    .formatted(clause.getName()));
            }
            try (var xml = jar.getInputStream(entry)) {
                found.addAll(ComponentReader.read(xml));
            }
        }
        return found;
    }

    private static String models(JarFile jar) throws IOException {
        var entry = jar.getJarEntry(MODELS);
        if (entry == null) {
            return "";
        }
        try (var text = jar.getInputStream(entry)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
