package dev.powerstrip.sdk.secret;

import java.io.IOException;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Where the values of {@code $[NAME:key]} references come from; NAME is the plugin's own ({@code env}, {@code file}).
 * Asked when a value is used, not on every call. Thread-safe.
 */
@ConsumerType
public interface SecretSource {

    /**
     * The value of that key; empty if this source has none.
     *
     * @throws IOException if the source could not be asked
     */
    Optional<Secret> read(String key) throws IOException;
}
