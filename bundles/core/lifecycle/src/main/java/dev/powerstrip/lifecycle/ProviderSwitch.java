package dev.powerstrip.lifecycle;

import dev.powerstrip.line.BadConfigurationException;
import dev.powerstrip.line.ConfigFile;
import dev.powerstrip.line.Plugins.ProviderInfo;
import dev.powerstrip.line.ProviderSettings.CredentialReference;
import dev.powerstrip.sdk.provider.ProviderDescriptor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides whether a provider is on: by its file, by a well-known environment variable, or because it needs nothing. */
final class ProviderSwitch {

    private static final UpstreamHeader NO_UPSTREAM = new UpstreamHeader("", "", "", false, List.of(), false);

    private final Map<String, String> environment;

    ProviderSwitch(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Why it is off, and what to do about it; empty if it is on. */
    Optional<String> off(PluginJar jar, ConfigFile file) {
        var said = file.settings().keySet();
        var upstream = jar.upstream().orElse(NO_UPSTREAM);
        if (jar.upstream().isPresent() && upstream.baseUrl().isEmpty() && !said.contains("baseUrl")) {
            return Optional.of(jar.descriptor().map(descriptor -> noAddress(descriptor, file))
                .orElse("no address: write baseUrl into etc/%s~NAME%s".formatted(jar.id(), ConfigFile.ENDING)));
        }
        if (upstream.needsFile() && !file.written()) {
            return Optional.of("it waits for its file: write {} into %s to use %s".formatted(file.name(),
                upstream.credential().isEmpty() ? upstream.baseUrl() : upstream.credential()));
        }
        boolean credentialMissing = !upstream.credential().isEmpty() && fromEnvironment(upstream).isEmpty()
            && !said.contains("apiKey");
        if (credentialMissing && !said.contains("baseUrl") && !said.contains("headers")) {
            return Optional
                .of("no credential: set %s or write apiKey into %s".formatted(upstream.credential(), file.name()));
        }
        return jar.engineId().filter(engine -> jar.engine().isEmpty())
            .map("its engine %s is not there: put its jar into plugins/"::formatted);
    }

    private static String noAddress(ProviderDescriptor descriptor, ConfigFile file) {
        var example = descriptor.baseUrlExample();
        return "no address: write baseUrl%s into %s".formatted(example.isEmpty() ? "" : ", such as " + example + ",",
            file.name());
    }

    private List<CredentialReference> fromEnvironment(UpstreamHeader upstream) {
        var variable = upstream.credential();
        return variable.isEmpty() || environment.getOrDefault(variable, "").isBlank() ? List.of()
            : List.of(new CredentialReference("$[env:%s]".formatted(variable)));
    }

    ProviderInfo info(String id, PluginJar jar, ConfigFile file) throws BadConfigurationException {
        var upstream = jar.upstream().orElse(NO_UPSTREAM);
        return new ProviderInfo(new ProviderKeys(file).settings(id, upstream, fromEnvironment(upstream)), jar.models());
    }
}
