package dev.powerstrip.sdk.provider;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * An engine: makes providers of descriptors, so that a vendor needs no code. A provider plugin whose component also has
 * this interface is the engine of every descriptor that names it: {@code provider.compatible} that of
 * {@code "engine": "compatible"}.
 *
 * <p>Each revision of a descriptor has an engine component of its own, activated for its first call. A new version of the
 * engine makes new revisions of its descriptors.
 */
@ConsumerType
public interface ProviderFactory {

    /**
     * The provider that a descriptor describes. Called once, on any thread; does no I/O.
     *
     * @throws IllegalArgumentException if the descriptor cannot be used; the message is one sentence that names the field,
     *         as a path such as {@code request.rename.seed}, and says what was expected
     */
    Provider provider(ProviderDescriptor descriptor);
}
