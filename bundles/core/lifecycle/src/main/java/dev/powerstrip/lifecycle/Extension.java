package dev.powerstrip.lifecycle;

import dev.powerstrip.sdk.provider.ProviderDescriptor;
import dev.powerstrip.sdk.provider.ProviderFactory;
import java.util.Optional;

/** What is made of a component before it serves: of an engine, the provider that a descriptor describes. */
final class Extension {

    private final Optional<ProviderDescriptor> descriptor;

    Extension(Optional<ProviderDescriptor> descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * The object that serves; the component itself where there is no descriptor.
     *
     * @throws RefusedException if the engine cannot use the descriptor. Words only: a thrown object would hold the engine
     */
    Object of(Object component) throws RefusedException {
        if (descriptor.isEmpty()) {
            return component;
        }
        try {
            var provider = ((ProviderFactory) component).provider(descriptor.get());
            if (provider == null) {
                throw new RefusedException("got nothing from its engine " + descriptor.get().engine());
            }
            return provider;
        } catch (IllegalArgumentException unfit) {
            throw DescriptorReader.wrong(unfit.getMessage());
        } catch (RuntimeException | LinkageError broken) {
            throw new RefusedException("made its engine %s fail: %s".formatted(descriptor.get().engine(), broken));
        }
    }
}
