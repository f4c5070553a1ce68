package dev.powerstrip.lifecycle;

import dev.powerstrip.line.Outcome;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;

/** One thing that is measured of answers, and the bet that the newer revision's are worse. One thread. */
final class Measure {

    private final String name;
    private final Function<Outcome, OptionalDouble> value;
    private final WorseBet bet;
    private final Latest newer = new Latest();
    private final Latest current = new Latest();

    Measure(String name, Function<Outcome, OptionalDouble> value, WorseBet.Worse worse) {
        this.name = name;
        this.value = value;
        this.bet = new WorseBet(worse);
    }

    void add(Outcome outcome, boolean isNewer) {
        value.apply(outcome).ifPresent(measured -> {
            if (isNewer) {
                newer.add(measured);
                bet.newer(measured);
            } else {
                current.add(measured);
                bet.current(measured);
            }
        });
    }

    double winnings() {
        return bet.winnings();
    }

    String words() {
        return String.format(Locale.ROOT, "%s: the middle of the latest is %.1f, against %.1f of the current revision",
            name, newer.middle(), current.middle());
    }

    /** The latest measurements, for people. */
    private static final class Latest {

        private final double[] values = new double[63];
        private int count;

        void add(double value) {
            values[count % values.length] = value;
            count++;
        }

        double middle() {
            int kept = Math.min(count, values.length);
            var sorted = Arrays.copyOf(values, kept);
            Arrays.sort(sorted);
            return kept == 0 ? 0 : sorted[kept / 2];
        }
    }
}
