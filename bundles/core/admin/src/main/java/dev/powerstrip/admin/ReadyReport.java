package dev.powerstrip.admin;

import dev.powerstrip.line.Edge;
import dev.powerstrip.line.Home;
import dev.powerstrip.line.PluginAdmin;
import dev.powerstrip.line.Site;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Says that the gateway can serve: a {@code Supplier<String>} with the property {@code powerstrip.ready=true},
 * registered once everything is there and each jar of the first scan is current, off or refused.
 */
@Component(service = {}, immediate = true)
public final class ReadyReport {

    private static final long LOOK_MILLIS = 20;

    private final BundleContext context;
    private final Edge edge;
    private final PluginAdmin plugins;
    private final Path data;
    private final CompletableFuture<ServiceRegistration<?>> registered = new CompletableFuture<>();
    private final Thread waiting = new Thread(this::announce, "ready");

    /** @param gateway is only waited for */
    @Activate
    public ReadyReport(BundleContext context, @Reference Edge edge,
        @Reference(target = "(powerstrip.site=gateway)") Site gateway, @Reference PluginAdmin plugins) {
        this.context = context;
        this.edge = edge;
        this.plugins = plugins;
        this.data = Home.of(context).data();
        waiting.setDaemon(true);
        waiting.setContextClassLoader(ReadyReport.class.getClassLoader());
        waiting.start();
    }

    private void announce() {
        try {
            while (!plugins.settled()) {
                Thread.sleep(LOOK_MILLIS);
            }
            var properties = new Hashtable<String, Object>(
                Map.of("powerstrip.ready", true, "powerstrip.url", edge.address().toString()));
            Supplier<String> report = () -> ReadyText.of(plugins.plugins(), edge.address(), data);
            registered.complete(context.registerService(Supplier.class, report, properties));
        } catch (InterruptedException stopped) {
            registered.cancel(false);
        }
    }

    @Deactivate
    void close() throws InterruptedException {
        waiting.interrupt();
        waiting.join();
        if (!registered.isCancelled()) {
            registered.join().unregister();
        }
    }
}
