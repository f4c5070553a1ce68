package dev.powerstrip.wrap.slf4j;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands on to SLF4J what goes to OSGi's log service: why a component could not be activated is told there and nowhere
 * else.
 */
public final class LogBridge implements BundleActivator {

    private final LogListener listener = LogBridge::log;
    private ServiceTracker<LogReaderService, LogReaderService> readers;

    @Override
    public void start(BundleContext context) {
        readers = new ServiceTracker<>(context, LogReaderService.class, null) {
            @Override
            public LogReaderService addingService(ServiceReference<LogReaderService> reference) {
                LogReaderService reader = super.addingService(reference);
                reader.addLogListener(listener);
                return reader;
            }

            @Override
            public void removedService(ServiceReference<LogReaderService> reference, LogReaderService reader) {
                reader.removeLogListener(listener);
                super.removedService(reference, reader);
            }
        };
        readers.open();
    }

    @Override
    public void stop(BundleContext context) {
        readers.close();
    }

    /** Each start of a bundle and each registration of a service is an event of level INFO there, and of DEBUG here. */
    private static void log(LogEntry entry) {
        Logger logger = LoggerFactory.getLogger(entry.getBundle().getSymbolicName());
        switch (entry.getLogLevel()) {
            case AUDIT, ERROR -> logger.error(entry.getMessage(), entry.getException());
            case WARN -> logger.warn(entry.getMessage(), entry.getException());
            case INFO, DEBUG -> logger.debug(entry.getMessage(), entry.getException());
            case TRACE -> logger.trace(entry.getMessage(), entry.getException());
        }
    }
}
