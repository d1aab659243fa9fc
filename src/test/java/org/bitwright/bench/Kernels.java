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
    private static final int WARMUP = 3;
    private static final int ROUNDS = 7;
    private static final int SLICE = 1 << 20;

    private Kernels() {}

    /** Prints the speed of {@code kernel} as a share of {@code plain}'s; each uses all cores that it is allowed. */
    static void compare(String what, ThrowingAction plain, ThrowingAction kernel) throws Exception {
        Timing[] t = Timing.alternate(
                WARMUP,
                ROUNDS,
                onOneThread(plain),
                onOneThread(with("true", kernel)),
                onOneThread(with("false", kernel)),
                plain,
                with("true", kernel),
                with("false", kernel));
        System.out.printf(
                "%-30s 1 thread: %6.1f ms against %5.1f: %.2f (plain Java %.2f); all: %6.1f ms against %5.1f: %.2f (%.2f)%n",
                what,
                t[1].median() * 1e3,
                t[0].median() * 1e3,
                t[0].median() / t[1].median(),
                t[0].median() / t[2].median(),
                t[4].median() * 1e3,
                t[3].median() * 1e3,
                t[3].median() / t[4].median(),
                t[3].median() / t[5].median());
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
