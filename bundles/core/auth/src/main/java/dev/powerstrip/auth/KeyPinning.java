package dev.powerstrip.auth;

import dev.powerstrip.line.KeyPins;
import dev.powerstrip.line.Ledger;
import dev.powerstrip.line.Ledger.Key;
import dev.powerstrip.line.Pin;
import dev.powerstrip.line.Pinning;
import dev.powerstrip.line.Plugins;
import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.http.RequestHead;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Takes pins from the gateway's own keys, and from requests whose key may ask for them. Thread-safe. */
@Component
public final class KeyPinning implements Pinning {

    private final Function<String, Optional<Key>> keys;
    private final Plugins plugins;

    @Activate
    public KeyPinning(@Reference Ledger ledger, @Reference Plugins plugins) {
        this(ledger::key, plugins);
    }

    KeyPinning(Function<String, Optional<Key>> keys, Plugins plugins) {
        this.keys = keys;
        this.plugins = plugins;
    }

    @Override
    public List<Pin> pins(Principal principal, RequestHead head) {
        var ofKey = keys.apply(principal.id()).map(Key::pins).orElse(KeyPins.NONE);
        var asked = head.header(HEADER);
        if (asked.isEmpty()) {
            return ofKey.pins();
        }
        if (!ofKey.byRequest()) {
            throw new GatewayException(ErrorType.PERMISSION_DENIED,
                "the key %s may not ask for a revision: leave %s out, or have \"may_pin\" set for the key"
                    .formatted(principal.label(), HEADER));
        }
        var ofRequest = Arrays.stream(asked.get().split(",")).map(Pin::parse).toList();
        ofRequest.forEach(plugins::require);
        return Stream.concat(ofRequest.stream(), ofKey.pins().stream()).toList();
    }
}
