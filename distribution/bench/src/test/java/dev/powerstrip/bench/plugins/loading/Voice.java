package dev.powerstrip.bench.plugins.loading;

/** What the plugin looks up by {@link java.util.ServiceLoader}. */
public interface Voice {

    String says();
}
