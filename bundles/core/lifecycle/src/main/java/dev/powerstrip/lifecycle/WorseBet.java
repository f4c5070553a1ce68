package dev.powerstrip.lifecycle;

import java.util.Arrays;

/**
 * Bets, for each measurement of the newer revision, that it is worse than the middle one of the current revision's that
 * came just before. Each of those is used once, so that while both are alike it is so half the time whatever the
 * distribution, and the winnings stay as small as those of a {@link RateBet}. One thread.
 */
final class WorseBet {

    private static final double[] PROBABILITIES = {0.6, 0.7, 0.8, 0.9, 0.98};
    private static final int MOST = 9;

    private final Worse worse;
    private final double[] winnings = new double[PROBABILITIES.length];
    private final double[] fresh = new double[MOST];
    private int count;
    private int next;

    /** Whether a measurement is clearly worse than another one. */
    interface Worse {

        boolean than(double newer, double current);
    }

    WorseBet(Worse worse) {
        this.worse = worse;
    }

    void current(double value) {
        fresh[next] = value;
        next = (next + 1) % MOST;
        count = Math.min(MOST, count + 1);
    }

    /** Passed over where nothing has been measured of the current one since the last bet. */
    void newer(double value) {
        if (count == 0) {
            return;
        }
        boolean lost = worse.than(value, middle());
        count = 0;
        next = 0;
        for (int i = 0; i < PROBABILITIES.length; i++) {
            winnings[i] += Math.log((lost ? PROBABILITIES[i] : 1 - PROBABILITIES[i]) / 0.5);
        }
    }

    /** Of an odd number of measurements: among an even one there is no middle. */
    private double middle() {
        int odd = count % 2 == 0 ? count - 1 : count;
        var sorted = Arrays.copyOf(fresh, odd);
        Arrays.sort(sorted);
        return sorted[odd / 2];
    }

    double winnings() {
        double sum = 0;
        for (double won : winnings) {
            sum += Math.exp(won);
        }
        return sum / PROBABILITIES.length;
    }
}
