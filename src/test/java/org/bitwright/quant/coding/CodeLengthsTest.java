package org.bitwright.quant.coding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CodeLengthsTest {

    @Test
    void rarerSymbolsGetLongerWords() {
        assertThat(CodeLengths.of(new long[] {4, 1, 2, 1})).containsExactly(1, 3, 2, 3);
        assertThat(CodeLengths.of(new long[] {5, 5, 5, 5})).containsExactly(2, 2, 2, 2);
    }

    @Test
    void oneSymbolTakesOneBit() {
        assertThat(CodeLengths.of(new long[] {99})).containsExactly(1);
        assertThat(CodeLengths.of(new long[0])).isEmpty();
    }

    @Test
    void codesAreComplete() {
        Random random = new Random(1);
        for (int round = 0; round < 300; round++) {
            long[] counts = counts(random);
            assertThat(kraft(CodeLengths.of(counts))).isEqualTo(1.0);
        }
    }

    @Test
    void codesAreAsShortAsHuffmansTree() {
        Random random = new Random(2);
        for (int round = 0; round < 300; round++) {
            long[] counts = counts(random);
            assertThat(bits(counts, CodeLengths.of(counts))).isEqualTo(huffmanBits(counts));
        }
    }

    /** Fibonacci's numbers as counts make a chain: n symbols need n − 1 bits. */
    @Test
    void wordsAreNeverLongerThan32Bits() {
        long[] counts = LongStream.range(0, 45).map(CodeLengthsTest::fibonacci).toArray();

        int[] lengths = CodeLengths.of(counts);

        assertThat(Arrays.stream(lengths).max()).hasValue(32);
        assertThat(kraft(lengths)).isEqualTo(1.0);
        assertThat(bits(counts, lengths)).isGreaterThan(huffmanBits(counts));
    }

    /** Counts 1, 1, 2, 3, 5 want 4, 4, 3, 2, 1 bits; under 3 bits the best is 3, 3, 2, 2, 2 with 2·6 + 20 = 26 bits. */
    @Test
    void limitedCodeIsTheBestUnderItsLimit() {
        long[] counts = {1, 1, 2, 3, 5};
        assertThat(CodeLengths.of(counts)).containsExactly(4, 4, 3, 2, 1);
        assertThat(CodeLengths.of(counts, 3)).containsExactly(3, 3, 2, 2, 2);
    }

    @Test
    void limitedCodesAreAsShortAsTheBestOfAll() {
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            long[] counts = LongStream.generate(() -> 1 + (long) Math.exp(random.nextDouble() * 8))
                    .limit(3 + random.nextInt(4))
                    .toArray();
            int[] lengths = CodeLengths.of(counts, 3);
            assertThat(bits(counts, lengths))
                    .as(Arrays.toString(counts))
                    .isEqualTo(bestOfAll(counts, new int[counts.length], 0, 3));
        }
    }

    @Test
    void tooManySymbolsForTheLimitAreRefused() {
        assertThatThrownBy(() -> CodeLengths.of(new long[] {1, 1, 1, 1, 1}, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("5 symbols");
    }

    private static long[] counts(Random random) {
        return LongStream.generate(() -> 1 + (long) Math.exp(random.nextDouble() * 12))
                .limit(2 + random.nextInt(300))
                .toArray();
    }

    private static double kraft(int[] lengths) {
        return Arrays.stream(lengths)
                .mapToDouble(length -> Math.pow(2, -length))
                .sum();
    }

    private static long bits(long[] counts, int[] lengths) {
        long bits = 0;
        for (int i = 0; i < counts.length; i++) {
            bits += counts[i] * lengths[i];
        }
        return bits;
    }

    /** The sum of all joined weights is the cost of Huffman's tree. */
    private static long huffmanBits(long[] counts) {
        PriorityQueue<Long> trees = new PriorityQueue<>();
        Arrays.stream(counts).forEach(trees::add);
        long bits = 0;
        while (trees.size() > 1) {
            long joined = trees.remove() + trees.remove();
            bits += joined;
            trees.add(joined);
        }
        return bits;
    }

    /** Tries every choice of lengths. */
    private static long bestOfAll(long[] counts, int[] lengths, int at, int limit) {
        if (at == counts.length) {
            return kraft(lengths) <= 1 ? bits(counts, lengths) : Long.MAX_VALUE;
        }
        long best = Long.MAX_VALUE;
        for (lengths[at] = 1; lengths[at] <= limit; lengths[at]++) {
            best = Math.min(best, bestOfAll(counts, lengths, at + 1, limit));
        }
        return best;
    }

    private static long fibonacci(long index) {
        long a = 1;
        long b = 1;
        for (long i = 0; i < index; i++) {
            long sum = a + b;
            a = b;
            b = sum;
        }
        return a;
    }
}
