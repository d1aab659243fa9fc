package org.bitwright.training.kernel;

import java.nio.FloatBuffer;
import java.util.Optional;
import org.nd4j.linalg.api.ops.DynamicCustomOp;

/** Passes a gradient back where the value was above zero. */
final class ReluBackKernel implements Kernel {
    /** Takes every normal number above zero to one or more. */
    private static final float STEEP = Float.MAX_VALUE;

    private final FloatBuffer x;
    private final FloatBuffer gradient;
    private final FloatBuffer passed;
    private final Scratch scratch;

    private ReluBackKernel(Binding arrays) {
        this.x = NativeFloats.of(arrays.inputs().get(0));
        this.gradient = NativeFloats.of(arrays.inputs().get(1));
        this.passed = NativeFloats.of(arrays.outputs().get(0));
        this.scratch = arrays.scratch();
    }

    /** The kernel of {@code thresholdedrelu_bp} or {@code relu_bp} with zero as its threshold. */
    static Optional<Kernel> of(DynamicCustomOp operator, Binding arrays) {
        double[] threshold = operator.tArgs();
        return threshold.length == 0 || threshold[0] == 0 ? Optional.of(new ReluBackKernel(arrays)) : Optional.empty();
    }

    @Override
    public void run() {
        int count = x.limit();
        float[] values = scratch.first(count);
        float[] slopes = scratch.second(count);
        x.get(0, values, 0, count);
        gradient.get(0, slopes, 0, count);
        // Without a choice for each value, which keeps the compiler from taking several at a time.
        for (int i = 0; i < count; i++) {
            slopes[i] *= Math.min(1f, Math.max(0f, values[i]) * STEEP);
        }
        passed.put(0, slopes, 0, count);
    }
}
