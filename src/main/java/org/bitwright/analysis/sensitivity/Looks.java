package org.bitwright.analysis.sensitivity;

import java.util.ArrayList;
import java.util.List;

/**
 * At how many samples all cells are looked at: first at a fiftieth, so that a picture of them all stands before a tenth
 * of the time is over, and later more seldom.
 */
final class Looks {
    /** Looks at a part of the samples, at most. */
    static final int MOST = 6;

    private static final double[] STOPPING = {0.02, 0.05, 0.1, 0.2, 0.4, 0.7};

    /** Where nothing is decided at them, two pictures are enough on the way. */
    private static final double[] SHOWING = {0.02, 0.2};

    /** Samples that run together, of whose number every look is a multiple: else batches would be parted by it. */
    private static final int BATCH = 64;

    private Looks() {}

    /** Rising; the last is {@code samples}. */
    static List<Integer> at(int samples, boolean stopsEarly) {
        List<Integer> looks = new ArrayList<>();
        for (double share : stopsEarly ? STOPPING : SHOWING) {
            int look = (int) Math.ceil(share * samples / BATCH) * BATCH;
            if (look < samples && !looks.contains(look)) {
                looks.add(look);
            }
        }
        looks.add(samples);
        return looks;
    }
}
