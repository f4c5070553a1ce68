package dev.powerstrip.sdk.dialect;

import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.sink.CallRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** What a dialect's GET routes can look up. */
@ProviderType
public interface Directory {

    /** Every model that is served now, by slug in catalogue order, with its endpoints; none is empty. */
    Map<String, List<Endpoint>> models();

    /** The record of an exchange of that principal; management sees everybody's. */
    Optional<CallRecord> generation(String id, Principal principal);

    /** What that principal has spent. */
    KeyUsage usage(Principal principal);
}
