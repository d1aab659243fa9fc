package org.bitwright.analysis;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The fixed halves of the evaluation data. They are drawn at random, with one seed for all data, so that neither samples
 * sorted by class nor samples in turns make the halves unlike; the same number of samples is always parted alike.
 */
public final class DataSplit {
    private static final long SEED = 20_240_229;

    private final int[] search;
    private final int[] report;

    private DataSplit(int[] search, int[] report) {
        this.search = search;
        this.report = report;
    }

    /** @param samples number of evaluation samples; of an odd number the search half has one more */
    public static DataSplit of(int samples) {
        int[] order = IntStream.range(0, samples).toArray();
        Random random = new Random(SEED);
        for (int i = samples - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int value = order[i];
            order[i] = order[other];
            order[other] = value;
        }
        int half = samples - samples / 2;
        return new DataSplit(sorted(order, 0, half), sorted(order, half, samples));
    }

    private static int[] sorted(int[] order, int from, int to) {
        int[] part = Arrays.copyOfRange(order, from, to);
        Arrays.sort(part);
        return part;
    }

    /** Positions of a part's samples among all, ascending. */
    public int[] indexes(DataPart part) {
        return switch (part) {
            case ALL -> IntStream.range(0, search.length + report.length).toArray();
            case SEARCH -> search.clone();
            case REPORT -> report.clone();
        };
    }
}
