package dev.powerstrip.lifecycle;

/**
 * Bets, each time that something bad happens, that it hits the newer revision more often than its share of the requests.
 * While both are alike the winnings stay small: whenever one looks, the chance that they ever reach N is 1/N. One thread.
 */
final class RateBet {

    /** How many times worse the newer one may be; the stake is divided among them. */
    private static final double[] RATIOS = {3, 8, 40};

    private final double[] winnings = new double[RATIOS.length];

    /** @param share of the newer revision, from 0 to 1, when the request came */
    void happened(boolean toNewer, double share) {
        for (int i = 0; i < RATIOS.length; i++) {
            double whole = RATIOS[i] * share + 1 - share;
            winnings[i] += Math.log((toNewer ? RATIOS[i] : 1) / whole);
        }
    }

    /** As a multiple of the stake. */
    double winnings() {
        double sum = 0;
        for (double won : winnings) {
            sum += Math.exp(won);
        }
        return sum / RATIOS.length;
    }
}
