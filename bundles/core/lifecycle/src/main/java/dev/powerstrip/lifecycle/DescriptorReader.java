package dev.powerstrip.lifecycle;

import dev.powerstrip.line.PluginKind;
import dev.powerstrip.sdk.provider.ProviderDescriptor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.jar.JarFile;

/** Reads the descriptor of a provider without code. Nothing but the jar's text is looked at. */
final class DescriptorReader {

    private DescriptorReader() {}

    /** Empty if the jar has none. */
    static Optional<ProviderDescriptor> read(JarFile jar, PluginId id) throws RefusedException, IOException {
        var entry = jar.getJarEntry(ProviderDescriptor.PATH);
        if (entry == null) {
            return Optional.empty();
        }
        if (id.kind() != PluginKind.PROVIDER) {
            throw new RefusedException("has a %s, which only a provider may have".formatted(ProviderDescriptor.PATH));
        }
        if (jar.stream().anyMatch(file -> file.getName().endsWith(".class"))) {
            throw new RefusedException(("has code beside its %s: a provider is described or programmed, not both; one "
                + "that needs code is a component of its own, without that file").formatted(ProviderDescriptor.PATH));
        }
        try (var text = jar.getInputStream(entry)) {
            return Optional.of(
                ProviderDescriptor.of(id.name(), new String(text.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException unfit) {
            throw wrong(unfit.getMessage());
        }
    }

    static RefusedException wrong(String problem) {
        return new RefusedException("has a provider.json that cannot be used: " + problem);
    }
}
