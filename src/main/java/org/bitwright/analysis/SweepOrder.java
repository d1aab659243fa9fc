package org.bitwright.analysis;

import java.util.Comparator;
import java.util.List;

/** The order in which widths are measured: those that show the shape of the curve soonest come first. */
public final class SweepOrder {
    private static final List<Integer> COARSE_TO_FINE = List.of(8, 4, 2, 16, 1, 6, 3, 12, 5, 10, 7, 14, 9, 11, 13, 15);

    private SweepOrder() {}

    public static List<Integer> coarseToFine(List<Integer> bits) {
        return bits.stream()
                .distinct()
                .sorted(Comparator.comparing(COARSE_TO_FINE::indexOf))
                .toList();
    }
}
