package org.bitwright.quant.coding;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/** Sequences of symbols for tests. */
final class SymbolSequences {
    private SymbolSequences() {}

    static int[] uniform(int size, int lowest, int different, long seed) {
        Random random = new Random(seed);
        return IntStream.generate(() -> lowest + random.nextInt(different))
                .limit(size)
                .toArray();
    }

    /** Like the codes of trained weights: a bell around 0. */
    static int[] bell(int size, double deviation, long seed) {
        Random random = new Random(seed);
        return IntStream.generate(() -> (int) Math.rint(random.nextGaussian() * deviation))
                .limit(size)
                .toArray();
    }

    /** 0 but for a share of values in −7 … 8. */
    static int[] sparse(int size, double share, long seed) {
        Random random = new Random(seed);
        return IntStream.generate(() -> random.nextDouble() < share ? random.nextInt(16) - 7 : 0)
                .limit(size)
                .toArray();
    }

    /** Every symbol of a range once, shuffled by a fixed stride. */
    static int[] everyOnce(int lowest, int different) {
        return IntStream.range(0, different)
                .map(i -> lowest + (int) (i * 40_009L % different))
                .toArray();
    }

    /** Counts that grow like Fibonacci's numbers make the deepest codes. */
    static int[] fibonacci(int symbols) {
        IntStream all = IntStream.empty();
        int count = 1;
        int next = 1;
        for (int symbol = 0; symbol < symbols; symbol++) {
            int value = symbol;
            all = IntStream.concat(all, IntStream.generate(() -> value).limit(count));
            int sum = count + next;
            count = next;
            next = sum;
        }
        return all.toArray();
    }

    static int[] constant(int size, int symbol) {
        int[] symbols = new int[size];
        Arrays.fill(symbols, symbol);
        return symbols;
    }
}
