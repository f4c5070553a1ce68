package dev.powerstrip.gateway;

import dev.powerstrip.line.Cancellation.Registration;
import dev.powerstrip.line.ClientExchange;
import dev.powerstrip.line.Exchange;
import dev.powerstrip.line.Journal;
import dev.powerstrip.line.Plugins;
import dev.powerstrip.line.Revision;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Opens the delivery of each exchange, and ends those whose thread is lost in a plugin. */
@Component(service = Deliveries.class, configurationPid = "gateway")
@Designate(ocd = Deliveries.Config.class)
public final class Deliveries {

    private final Journal journal;
    private final KeepAlives keepAlives;
    private final Registration listening;
    private final Map<Thread, Delivery> running = new ConcurrentHashMap<>();

    @Activate
    public Deliveries(@Reference Journal journal, @Reference Plugins plugins, Config config) {
        this.journal = journal;
        this.listening = plugins.onStuck(this::stuck);
        this.keepAlives = new KeepAlives(Duration.parse(config.keepAliveAfter()));
    }

    @Deactivate
    void stop() {
        listening.close();
        keepAlives.close();
    }

    Delivery open(ClientExchange client, ClientDialect dialect, Exchange exchange) {
        var delivery = new Delivery(client, dialect, exchange, journal, keepAlives, running);
        running.put(Thread.currentThread(), delivery);
        return delivery;
    }

    private void stuck(Thread thread, Revision in) {
        var delivery = running.get(thread);
        if (delivery != null) {
            delivery.giveUp(in);
        }
    }

    /** How answers are delivered. */
    @ObjectClassDefinition(name = "gateway", description = "How answers are delivered")
    public @interface Config {

        @AttributeDefinition(description = "how long a stream may be silent before a keep-alive is sent; ISO-8601")
        String keepAliveAfter() default "PT5S";
    }
}
