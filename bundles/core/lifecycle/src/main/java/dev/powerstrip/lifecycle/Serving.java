package dev.powerstrip.lifecycle;

import dev.powerstrip.line.Exchange;
import dev.powerstrip.line.Pin;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The revisions of one name that may be leased: the current one, one that is tried out, and those that keys are pinned to.
 *
 * @param slot {@code KIND.NAME} or {@code KIND.NAME~INSTANCE}
 */
record Serving(String slot, LiveRevision current, Optional<Trial> trial, List<LiveRevision> pinned) {

    /** @throws GatewayException if the exchange is pinned to what does not run */
    LiveRevision choose(Exchange exchange) {
        var pin = exchange.pin(slot);
        if (pin.isPresent()) {
            return find(pin.get());
        }
        return trial.isPresent() ? trial.get().choose(exchange) : current;
    }

    /** @throws GatewayException if it does not run */
    LiveRevision find(Pin pin) {
        return all().stream().filter(live -> pin.names(live.revision().version(), live.revision().digest())).findFirst()
            .orElseThrow(() -> new GatewayException(ErrorType.INVALID_REQUEST,
                "%s does not run now; what does is %s: ask for one of these, or have a key pinned to it, which starts it"
                    .formatted(pin, all().stream().map(live -> "%s@%s (sha256:%s)".formatted(slot,
                        live.revision().version(), live.revision().digest())).collect(Collectors.joining(", ")))));
    }

    private List<LiveRevision> all() {
        var all = new ArrayList<LiveRevision>();
        all.add(current);
        trial.ifPresent(running -> all.add(running.newer()));
        all.addAll(pinned);
        return all;
    }
}
