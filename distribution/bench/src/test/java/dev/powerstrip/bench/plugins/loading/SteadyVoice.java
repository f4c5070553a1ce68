package dev.powerstrip.bench.plugins.loading;

/** Found by its name in {@code META-INF/services}. */
public final class SteadyVoice implements Voice {

    @Override
    public String says() {
        return "found";
    }
}
