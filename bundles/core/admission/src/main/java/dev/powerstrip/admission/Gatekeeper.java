package dev.powerstrip.admission;

import dev.powerstrip.line.Admission;
import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Bounds how many calls a caller may have running at once, and how large their bodies may be. */
@Component(configurationPid = "admission")
@Designate(ocd = Gatekeeper.Config.class)
public final class Gatekeeper implements Admission {

    private final Config config;
    private final ConcurrentHashMap<String, AtomicInteger> running = new ConcurrentHashMap<>();

    @Activate
    public Gatekeeper(Config config) {
        this.config = config;
    }

    @Override
    public Permit admit(Principal principal) {
        if (principal.role() == Principal.Role.MANAGEMENT) {
            throw new GatewayException(ErrorType.PERMISSION_DENIED,
                "this key manages the gateway and cannot ask models: use an inference key, such as the one in "
                    + "data/local-key, or make one with POST /api/v1/keys");
        }
        var mine = running.computeIfAbsent(principal.id(), any -> new AtomicInteger());
        if (mine.incrementAndGet() > config.maxConcurrentPerKey()) {
            mine.decrementAndGet();
            throw new GatewayException(ErrorType.RATE_LIMIT_EXCEEDED,
                "this key has %d calls running, as many as it may: wait until one has ended, or raise "
                    .formatted(config.maxConcurrentPerKey()) + "maxConcurrentPerKey in etc/admission.cfg.json")
                .retryAfter(Duration.ofSeconds(1));
        }
        return new Running(mine);
    }

    /** One call that is running. */
    private final class Running implements Permit {

        private final AtomicInteger count;
        private final AtomicBoolean closed = new AtomicBoolean();

        Running(AtomicInteger count) {
            this.count = count;
        }

        @Override
        public long maxBody() {
            return config.maxBodyBytes();
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                count.decrementAndGet();
            }
        }
    }

    /** What callers may do at once. */
    @ObjectClassDefinition(name = "admission", description = "What callers may do at once")
    public @interface Config {

        @AttributeDefinition(description = "calls that one key may have running at once", min = "1")
        int maxConcurrentPerKey() default 100_000;

        @AttributeDefinition(description = "the largest request body, in bytes", min = "1")
        long maxBodyBytes() default 33_554_432;
    }
}
