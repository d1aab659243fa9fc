package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import org.bitwright.task.Parallel;
import org.junit.jupiter.api.Test;

class LargeArraysTest {
    @Test
    void anArrayHasOneUserAtATime() {
        float[] first = LargeArrays.take();
        float[] second = LargeArrays.take();
        assertThat(first).hasSize(LargeArrays.LENGTH).isNotSameAs(second);
        LargeArrays.give(first);
        LargeArrays.give(second);
    }

    @Test
    void whatOneThreadGaveBackAnotherTakes() throws Exception {
        float[] given = LargeArrays.take();
        ForkJoinPool.commonPool().submit(() -> LargeArrays.give(given)).get();
        assertThat(LargeArrays.take()).isSameAs(given);
        LargeArrays.give(given);
    }

    @Test
    void noMoreAreKeptThanThreadsUse() {
        float[][] arrays = new float[Parallel.threads() + 1][];
        for (int i = 0; i < arrays.length; i++) {
            arrays[i] = LargeArrays.take();
        }
        for (float[] array : arrays) {
            LargeArrays.give(array);
        }
        float[][] again = new float[arrays.length][];
        for (int i = 0; i < again.length; i++) {
            again[i] = LargeArrays.take();
        }
        float[] last = arrays[arrays.length - 1];
        assertThat(Arrays.stream(again)).noneMatch(array -> array == last);
        assertThat(again[0]).isSameAs(arrays[arrays.length - 2]);
        for (float[] array : again) {
            LargeArrays.give(array);
        }
    }
}
