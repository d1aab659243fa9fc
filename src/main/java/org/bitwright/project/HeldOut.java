package org.bitwright.project;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.bitwright.model.Dataset;

/**
 * Training samples parted in those that are trained on and those that are held out. The same samples of the same data are
 * always held out for a share, whatever the seed of a run, so that runs can be compared by them.
 *
 * @param training positions of samples that are trained on, ascending
 * @param validation positions of those held out, ascending
 */
record HeldOut(int[] training, int[] validation) {
    private static final long SEED = 20_261_126;

    /**
     * Holds out the same share of each class, to the nearest whole sample over all.
     *
     * @param share 0 … 0.5
     */
    static HeldOut of(Dataset data, double share) {
        int[] order = byClass(data);
        boolean[] held = new boolean[order.length];
        for (int i = 0; i < order.length; i++) {
            // Whenever the running share passes the next whole sample.
            held[order[i]] = Math.round((i + 1) * share) > Math.round(i * share);
        }
        return new HeldOut(positions(held, false), positions(held, true));
    }

    /** Samples in random order, class after class where they are labelled. */
    private static int[] byClass(Dataset data) {
        int[] order = IntStream.range(0, data.size()).toArray();
        Random random = new Random(SEED);
        for (int i = order.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int value = order[i];
            order[i] = order[other];
            order[other] = value;
        }
        return data.labels()
                .map(labels -> Arrays.stream(order)
                        .boxed()
                        .sorted(Comparator.comparingInt(sample -> labels[sample]))
                        .mapToInt(Integer::intValue)
                        .toArray())
                .orElse(order);
    }

    private static int[] positions(boolean[] held, boolean wanted) {
        return IntStream.range(0, held.length).filter(i -> held[i] == wanted).toArray();
    }
}
