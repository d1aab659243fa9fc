package org.bitwright.bench;

import java.util.Arrays;
import org.bitwright.bench.Timing.ThrowingAction;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;

/**
 * Measures a kernel against a plain operation on the same memory: with one thread and with all, on the Vector API (where
 * the JVM has it) and in plain Java.
 */
final class Kernels {
    private static final String VECTOR = "bitwright.vector";
    private static final int WARMUP = 6;
    private static final int ROUNDS = 7;
    private static final int SLICE = 1 << 20;

    private Kernels() {}

    /** Prints the speed of {@code kernel} as a share of {@code plain}'s; each uses all cores that it is allowed. */
    static void compare(String what, ThrowingAction plain, ThrowingAction kernel) throws Exception {
        // Apart: what a pass finds in the last cache depends on how many threads made the pass before it.
        Timing[] one = Timing.alternate(
                WARMUP,
                ROUNDS,
                onOneThread(plain),
                onOneThread(with("true", kernel)),
                onOneThread(with("false", kernel)));
        Timing[] all = Timing.alternate(WARMUP, ROUNDS, plain, with("true", kernel), with("false", kernel));
        System.out.printf(
                "%-30s 1 thread: %6.1f ms against %5.1f: %.2f (plain Java %.2f); all: %6.1f ms against %5.1f: %.2f (%.2f)%n",
                what,
                one[1].median() * 1e3,
                one[0].median() * 1e3,
                one[0].median() / one[1].median(),
                one[0].median() / one[2].median(),
                all[1].median() * 1e3,
                all[0].median() * 1e3,
                all[0].median() / all[1].median(),
                all[0].median() / all[2].median());
    }

    /** Reads an array once, on all cores: compares it with itself. */
    static void read(float[] values) {
        Parallel.forSlices((values.length + SLICE - 1) / SLICE, CancelToken.none(), slice -> {
            int end = Math.min(values.length, (slice + 1) * SLICE);
            if (Arrays.mismatch(values, slice * SLICE, end, values, slice * SLICE, end) >= 0) {
                throw new IllegalStateException("an array differs from itself");
            }
        });
    }

    /** Copies an array, on all cores. */
    static void copy(float[] from, float[] to) {
        Parallel.forSlices((from.length + SLICE - 1) / SLICE, CancelToken.none(), slice -> {
            int at = slice * SLICE;
            System.arraycopy(from, at, to, at, Math.min(SLICE, from.length - at));
        });
    }

    private static ThrowingAction with(String vector, ThrowingAction action) {
        return () -> {
            System.setProperty(VECTOR, vector);
            action.run();
            System.clearProperty(VECTOR);
        };
    }

    private static ThrowingAction onOneThread(ThrowingAction action) {
        return () -> Parallel.onOneThread(() -> {
            try {
                action.run();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            return null;
        });
    }
}
