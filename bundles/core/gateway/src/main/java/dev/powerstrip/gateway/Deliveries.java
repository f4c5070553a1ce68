package dev.powerstrip.gateway;

import dev.powerstrip.line.ClientExchange;
import dev.powerstrip.line.Exchange;
import dev.powerstrip.line.Journal;
import java.time.Duration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Opens the delivery of each exchange. */
@Component(service = Deliveries.class, configurationPid = "gateway")
@Designate(ocd = Deliveries.Config.class)
public final class Deliveries {

    private final Journal journal;
    private final KeepAlives keepAlives;

    @Activate
    public Deliveries(@Reference Journal journal, Config config) {
        this.journal = journal;
        this.keepAlives = new KeepAlives(Duration.parse(config.keepAliveAfter()));
    }

    @Deactivate
    void stop() {
        keepAlives.close();
    }

    Delivery open(ClientExchange client, ClientDialect dialect, Exchange exchange) {
        return new Delivery(client, dialect, exchange, journal, keepAlives);
    }

    /** How answers are delivered. */
    @ObjectClassDefinition(name = "gateway", description = "How answers are delivered")
    public @interface Config {

        @AttributeDefinition(description = "how long a stream may be silent before a keep-alive is sent; ISO-8601")
        String keepAliveAfter() default "PT5S";
    }
}
