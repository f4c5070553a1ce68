package dev.powerstrip.lifecycle;

import java.util.Arrays;

/**
 * Counts the threads that a plugin has started and that still run: they have its loader as their context loader, as the
 * gateway's own have while they are within its code. Virtual threads are not seen.
 */
final class PluginThreads {

    private PluginThreads() {}

    static int of(ClassLoader loader) {
        var root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        var threads = new Thread[root.activeCount() + 100];
        int count = root.enumerate(threads);
        return (int) Arrays.stream(threads, 0, count)
            .filter(thread -> thread.getContextClassLoader() == loader && !isVisiting(thread)).count();
    }

    private static boolean isVisiting(Thread thread) {
        var boundary = LeasedPlugin.class.getName();
        return Arrays.stream(thread.getStackTrace()).anyMatch(frame -> frame.getClassName().startsWith(boundary));
    }
}
