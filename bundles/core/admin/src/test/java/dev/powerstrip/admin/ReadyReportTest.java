package dev.powerstrip.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.powerstrip.line.ClientExchange;
import dev.powerstrip.line.Edge;
import dev.powerstrip.line.Site;
import dev.powerstrip.sdk.dialect.Route;
import dev.powerstrip.sdk.http.RequestHead;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.Dictionary;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

@Timeout(60)
class ReadyReportTest {

    private final FakePluginAdmin plugins = new FakePluginAdmin();
    private final LinkedBlockingQueue<Object[]> registrations = new LinkedBlockingQueue<>();
    private final CountDownLatch unregistered = new CountDownLatch(1);

    @Test
    void saysThatItIsReadyOnceThePluginsHaveSettledAndTakesItBackAtTheEnd() throws Exception {
        plugins.plugins.add(FakePluginAdmin.current("provider.echo"));
        var report = new ReadyReport(context(), new FakeEdge(), new NoSite(), plugins);
        assertThat(registrations).isEmpty();

        plugins.settled = true;
        var registered = registrations.poll(50, TimeUnit.SECONDS);

        assertThat(registered[0]).isEqualTo(Supplier.class);
        var properties = (Dictionary<?, ?>) registered[2];
        assertThat(properties.get("powerstrip.ready")).isEqualTo(true);
        assertThat(properties.get("powerstrip.url")).isEqualTo("http://127.0.0.1:8080");
        assertThat(((Supplier<?>) registered[1]).get().toString()).contains("on       echo").contains("curl -N");
        report.close();
        assertThat(unregistered.getCount()).isZero();
    }

    @Test
    void registersNothingWhenItEndsBeforeThePluginsHaveSettled() throws Exception {
        new ReadyReport(context(), new FakeEdge(), new NoSite(), plugins).close();

        assertThat(registrations).isEmpty();
    }

    private BundleContext context() {
        var registration = proxy(ServiceRegistration.class, (method, arguments) -> {
            unregistered.countDown();
            return null;
        });
        return proxy(BundleContext.class, (method, arguments) -> switch (method) {
            case "getProperty" -> "/home";
            case "registerService" -> {
                registrations.add(arguments);
                yield registration;
            }
            default -> throw new UnsupportedOperationException(method);
        });
    }

    private static <T> T proxy(Class<T> type, Answerer answerer) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
            (proxy, method, arguments) -> answerer.answer(method.getName(), arguments)));
    }

    private interface Answerer {

        Object answer(String method, Object[] arguments);
    }

    private static final class FakeEdge implements Edge {

        @Override
        public URI address() {
            return URI.create("http://127.0.0.1:8080");
        }

        @Override
        public int running() {
            return 0;
        }
    }

    private static final class NoSite implements Site {

        @Override
        public List<Route> routes() {
            return List.of();
        }

        @Override
        public boolean accepts(RequestHead head) {
            return false;
        }

        @Override
        public void serve(ClientExchange client) {}
    }
}
