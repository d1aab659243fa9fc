package org.bitwright.quant;

import java.lang.ref.SoftReference;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.bitwright.task.Parallel;

/**
 * Float arrays so large that the G1 collector starts each on a cache line, kept for the next user. Shared by all threads:
 * those of the common pool forget their own variables between tasks, and an array of this size made for each pass has the
 * collector look through the whole heap each time, once that is half full.
 */
final class LargeArrays {
    /** 4 MB. */
    static final int LENGTH = 1 << 20;

    private static final Deque<SoftReference<float[]>> KEPT = new ConcurrentLinkedDeque<>();

    private LargeArrays() {}

    /** One of {@link #LENGTH}, with anything in it, for this user alone. */
    static float[] take() {
        for (SoftReference<float[]> kept = KEPT.poll(); kept != null; kept = KEPT.poll()) {
            float[] array = kept.get();
            if (array != null) {
                return array;
            }
        }
        return new float[LENGTH];
    }

    /** Takes back what nobody uses any more. */
    static void give(float[] array) {
        if (KEPT.size() < Parallel.threads()) {
            KEPT.push(new SoftReference<>(array));
        }
    }
}
