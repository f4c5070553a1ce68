package dev.powerstrip.guardrails;

import dev.powerstrip.line.Guardrails;
import dev.powerstrip.line.Lease;
import dev.powerstrip.line.Plugins;
import dev.powerstrip.line.Revision;
import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.chat.ModelRequest;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.guardrail.AnswerWatch;
import dev.powerstrip.sdk.guardrail.Guardrail;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Asks every guardrail plugin in the order of their names. One that fails lets nothing pass. */
@Component
public final class LeasedGuardrails implements Guardrails {

    private final Plugins plugins;

    @Activate
    public LeasedGuardrails(@Reference Plugins plugins) {
        this.plugins = plugins;
    }

    @Override
    public Guard check(ModelRequest request, Principal principal) {
        var watches = new Watches(plugins.leaseAll(Guardrail.class));
        try {
            watches.begin(request, principal);
            return watches;
        } catch (RuntimeException e) {
            watches.close();
            throw e;
        }
    }

    /** What watches one answer. */
    private static final class Watches implements Guard {

        private final List<Lease<Guardrail>> leases;
        private final List<Watch> watching = new ArrayList<>();
        private volatile Optional<Revision> recalled = Optional.empty();

        Watches(List<Lease<Guardrail>> leases) {
            this.leases = leases;
            leases.forEach(lease -> lease.onRecall(() -> recalled = Optional.of(lease.revision())));
        }

        void begin(ModelRequest request, Principal principal) {
            for (var lease : leases) {
                var watch = call(lease, guardrail -> guardrail.check(request, principal));
                if (watch != AnswerWatch.NONE) {
                    watching.add(new Watch(lease, watch));
                }
            }
        }

        @Override
        public void judge(Chunk chunk) {
            if (watching.isEmpty() || !chunk.content()) {
                return;
            }
            if (recalled.isPresent()) {
                throw new GatewayException(ErrorType.UNAVAILABLE,
                    "the gateway's %s was replaced and the time for its last calls is over: send the request again"
                        .formatted(recalled.get().plugin()));
            }
            var text = chunk.text();
            for (var watch : watching) {
                call(watch.lease, any -> {
                    watch.watch.read(text);
                    return text;
                });
            }
        }

        private static <R> R call(Lease<Guardrail> lease, Lease.Call<Guardrail, R> call) {
            try {
                return lease.call(call);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            leases.forEach(Lease::close);
        }
    }

    private record Watch(Lease<Guardrail> lease, AnswerWatch watch) {}
}
