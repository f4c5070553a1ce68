package dev.powerstrip.bench;

import java.util.Arrays;
import java.util.List;

/** The median of a few figures, with the smallest and the largest. */
record Range(double median, double least, double most) {

    /** Of those figures that are numbers. */
    static Range of(List<Double> figures) {
        double[] sorted = figures.stream().mapToDouble(Double::doubleValue).filter(figure -> !Double.isNaN(figure))
            .sorted().toArray();
        if (sorted.length == 0) {
            return new Range(Double.NaN, Double.NaN, Double.NaN);
        }
        return new Range(median(sorted), sorted[0], sorted[sorted.length - 1]);
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : Arrays.stream(sorted, middle - 1, middle + 1).sum() / 2;
    }

    boolean isEmpty() {
        return Double.isNaN(median);
    }
}
