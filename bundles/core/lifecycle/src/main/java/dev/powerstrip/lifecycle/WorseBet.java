package dev.powerstrip.lifecycle;

import java.util.Arrays;

/**
 * Bets, for each measurement of the newer revision, that it is worse than the middle one, or than every one, of the current
 * revision's that came just before. Each of those is used once: while both are alike it is so half the time, or once in as
 * many times as there are of them and one more, whatever the distribution; and the winnings stay as small as those of a
 * {@link RateBet}. One thread.
 */
final class WorseBet {

    /** How far each bet goes from what is to be expected towards certainty; the stake is divided among them. */
    private static final double[] BOLDNESS = {0.25, 0.5, 0.85};
    private static final int MOST = 9;

    private final Worse worse;
    private final double[] thanMiddle = new double[BOLDNESS.length];
    private final double[] thanAll = new double[BOLDNESS.length];
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
        // Of an even number there is no middle one.
        var compared = Arrays.copyOf(fresh, count % 2 == 0 ? count - 1 : count);
        count = 0;
        next = 0;
        Arrays.sort(compared);
        settle(thanMiddle, worse.than(value, compared[compared.length / 2]), 0.5);
        settle(thanAll, Arrays.stream(compared).allMatch(one -> worse.than(value, one)), 1.0 / (compared.length + 1));
    }

    private static void settle(double[] winnings, boolean lost, double expected) {
        for (int i = 0; i < BOLDNESS.length; i++) {
            double said = expected + (1 - expected) * BOLDNESS[i];
            winnings[i] += Math.log(lost ? said / expected : (1 - said) / (1 - expected));
        }
    }

    /** As a multiple of the stake. */
    double winnings() {
        double sum = 0;
        for (int i = 0; i < BOLDNESS.length; i++) {
            sum += Math.exp(thanMiddle[i]) + Math.exp(thanAll[i]);
        }
        return sum / (2 * BOLDNESS.length);
    }
}
