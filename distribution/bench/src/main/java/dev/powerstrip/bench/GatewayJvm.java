package dev.powerstrip.bench;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.PlatformManagedObject;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** What the gateway's virtual machine tells those who attach to it. */
final class GatewayJvm implements AutoCloseable {

    /** A class loader goes with the first collection that finds it unused, what it held sometimes with a later one. */
    private static final int COLLECTIONS = 5;

    private final JMXConnector connector;
    private final MBeanServerConnection beans;

    GatewayJvm(long pid) throws IOException {
        try {
            var machine = VirtualMachine.attach(Long.toString(pid));
            connector = JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
            machine.detach();
        } catch (AttachNotSupportedException refused) {
            throw new IOException("cannot attach to the gateway", refused);
        }
        beans = connector.getMBeanServerConnection();
    }

    void collectGarbage() throws IOException {
        var memory = bean(ManagementFactory.MEMORY_MXBEAN_NAME, MemoryMXBean.class);
        for (int i = 0; i < COLLECTIONS; i++) {
            memory.gc();
        }
    }

    double usedMetaspaceMegabytes() throws IOException {
        var pool = bean(ManagementFactory.MEMORY_POOL_MXBEAN_DOMAIN_TYPE + ",name=Metaspace", MemoryPoolMXBean.class);
        return pool.getUsage().getUsed() / 1e6;
    }

    /** How many class loaders have a class of that name, which only bundles of that plugin do. */
    long loadersOf(String className) throws IOException {
        try {
            var tree = (String) beans.invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "vmClassloaders", new Object[] {new String[] {"show-classes"}},
                new String[] {String[].class.getName()});
            return tree.lines().filter(line -> line.endsWith(" " + className)).count();
        } catch (JMException failed) {
            throw new IOException("the gateway does not tell its class loaders", failed);
        }
    }

    <T extends PlatformManagedObject> T bean(String name, Class<T> type) throws IOException {
        return ManagementFactory.newPlatformMXBeanProxy(beans, name, type);
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
